using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ClauseDifferenceLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ClauseDifferences_ProcessId_Base",
                table: "ClauseDifferences");

            migrationBuilder.AlterColumn<int>(
                name: "Other",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<string>(
                name: "Against",
                table: "ClauseDifferences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Ends",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "PublishedTo",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReturnReason",
                table: "ClauseDifferences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reviewer",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            // Until now what was there was what the seeds bring, and all of it public.
            migrationBuilder.AddColumn<string>(
                name: "Status",
                table: "ClauseDifferences",
                type: "TEXT",
                nullable: false,
                defaultValue: "Published");

            migrationBuilder.AddColumn<long>(
                name: "SubmittedAt",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClauseDifferences_ProcessId_Base_Against_Revision",
                table: "ClauseDifferences",
                columns: new[] { "ProcessId", "Base", "Against", "Revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClauseDifferences_ProcessId_Base_Other_Revision",
                table: "ClauseDifferences",
                columns: new[] { "ProcessId", "Base", "Other", "Revision" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ClauseDifferences_ProcessId_Base_Against_Revision",
                table: "ClauseDifferences");

            migrationBuilder.DropIndex(
                name: "IX_ClauseDifferences_ProcessId_Base_Other_Revision",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "Against",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "Ends",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "PublishedTo",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "ReturnReason",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "Reviewer",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "Status",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "SubmittedAt",
                table: "ClauseDifferences");

            migrationBuilder.AlterColumn<int>(
                name: "Other",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "INTEGER",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_ClauseDifferences_ProcessId_Base",
                table: "ClauseDifferences",
                columns: new[] { "ProcessId", "Base" });
        }
    }
}
