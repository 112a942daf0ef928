using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SaidAbout : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "SaidAbout",
                table: "Statements",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_SaidAbout",
                table: "Statements",
                columns: new[] { "ProcessId", "SaidAbout" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_SaidAbout",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "SaidAbout",
                table: "Statements");
        }
    }
}
