using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TextShapes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "QuoteShape",
                table: "Statements",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "QuoteSize",
                table: "Statements",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ExactShape",
                table: "Citation",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ExactSize",
                table: "Citation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_QuoteSize_QuoteShape",
                table: "Statements",
                columns: new[] { "ProcessId", "QuoteSize", "QuoteShape" });

            migrationBuilder.CreateIndex(
                name: "IX_Citation_ProcessId_ExactSize_ExactShape",
                table: "Citation",
                columns: new[] { "ProcessId", "ExactSize", "ExactShape" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_QuoteSize_QuoteShape",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Citation_ProcessId_ExactSize_ExactShape",
                table: "Citation");

            migrationBuilder.DropColumn(
                name: "QuoteShape",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "QuoteSize",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "ExactShape",
                table: "Citation");

            migrationBuilder.DropColumn(
                name: "ExactSize",
                table: "Citation");
        }
    }
}
