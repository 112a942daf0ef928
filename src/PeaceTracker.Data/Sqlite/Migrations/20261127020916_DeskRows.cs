using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DeskRows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What was in public stays so, from the instant on that the record was published.
            foreach (var table in new[] { "Sources", "Publishers", "Proposals", "ClauseDifferences" })
                migrationBuilder.Sql($"UPDATE \"{table}\" SET \"PublishedAt\" = (SELECT MIN(\"PublishedAt\") FROM \"Statements\")");

            // The log is added to and nothing else, whoever holds the connection.
            foreach (var change in new[] { "UPDATE", "DELETE" })
                migrationBuilder.Sql($"CREATE TRIGGER \"Revisions_{change}\" BEFORE {change} ON \"Revisions\" BEGIN SELECT RAISE(ABORT, 'The revision log is only added to.'); END");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var change in new[] { "UPDATE", "DELETE" })
                migrationBuilder.Sql($"DROP TRIGGER \"Revisions_{change}\"");
        }
    }
}
