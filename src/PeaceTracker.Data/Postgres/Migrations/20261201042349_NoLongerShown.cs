using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class NoLongerShown : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Statements_NoLongerShown",
                table: "Statements",
                columns: new[] { "ProcessId", "PublishedTo" },
                filter: "\"Status\" = 'Withdrawn' OR \"Status\" = 'Undone'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Statements_NoLongerShown",
                table: "Statements");
        }
    }
}
