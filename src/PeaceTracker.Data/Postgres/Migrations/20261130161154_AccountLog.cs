using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AccountLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What happened to accounts is added to and nothing else, whoever holds the connection; but a try at a name nobody has, which is written and
            // taken back so that it takes as long as one at a name somebody has.
            migrationBuilder.Sql("""
                CREATE FUNCTION peacetracker_refuse_account_events() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'What happened to accounts is only added to.'; END $$
                """);
            migrationBuilder.Sql("CREATE TRIGGER \"AccountEvents_UPDATE\" BEFORE UPDATE ON \"AccountEvents\" FOR EACH ROW EXECUTE FUNCTION peacetracker_refuse_account_events()");
            migrationBuilder.Sql("CREATE TRIGGER \"AccountEvents_DELETE\" BEFORE DELETE ON \"AccountEvents\" FOR EACH ROW WHEN (old.\"AccountId\" IS NOT NULL OR old.\"Act\" <> 'SignInRefused') EXECUTE FUNCTION peacetracker_refuse_account_events()");
            migrationBuilder.Sql("CREATE TRIGGER \"AccountEvents_TRUNCATE\" BEFORE TRUNCATE ON \"AccountEvents\" FOR EACH STATEMENT EXECUTE FUNCTION peacetracker_refuse_account_events()");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var change in new[] { "UPDATE", "DELETE", "TRUNCATE" })
                migrationBuilder.Sql($"DROP TRIGGER \"AccountEvents_{change}\" ON \"AccountEvents\"");
            migrationBuilder.Sql("DROP FUNCTION peacetracker_refuse_account_events()");
        }
    }
}
