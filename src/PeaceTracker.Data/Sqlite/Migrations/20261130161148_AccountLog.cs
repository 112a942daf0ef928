using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AccountLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What happened to accounts is added to and nothing else, whoever holds the connection; but a try at a name nobody has, which is written and
            // taken back so that it takes as long as one at a name somebody has.
            migrationBuilder.Sql("CREATE TRIGGER \"AccountEvents_UPDATE\" BEFORE UPDATE ON \"AccountEvents\" BEGIN SELECT RAISE(ABORT, 'What happened to accounts is only added to.'); END");
            migrationBuilder.Sql("CREATE TRIGGER \"AccountEvents_DELETE\" BEFORE DELETE ON \"AccountEvents\" WHEN old.\"AccountId\" IS NOT NULL OR old.\"Act\" <> 'SignInRefused' BEGIN SELECT RAISE(ABORT, 'What happened to accounts is only added to.'); END");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var change in new[] { "UPDATE", "DELETE" })
                migrationBuilder.Sql($"DROP TRIGGER \"AccountEvents_{change}\"");
        }
    }
}
