using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SecondPersons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "WithdrawalConfirmedBy",
                table: "Statements",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WithdrawnBy",
                table: "Statements",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Coder",
                table: "Coding",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "WithdrawalConfirmedBy",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "WithdrawnBy",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "Coder",
                table: "Coding");
        }
    }
}
