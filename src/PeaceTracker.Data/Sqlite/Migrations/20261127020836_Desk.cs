using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Desk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_ClauseDifferences_Statements_ProcessId_Base",
                table: "ClauseDifferences");

            migrationBuilder.DropForeignKey(
                name: "FK_ClauseDifferences_Statements_ProcessId_Other",
                table: "ClauseDifferences");

            migrationBuilder.DropForeignKey(
                name: "FK_Figures_Statements_ProcessId_Statement",
                table: "Figures");

            migrationBuilder.DropUniqueConstraint(
                name: "AK_Statements_ProcessId_Number",
                table: "Statements");

            migrationBuilder.AddColumn<string>(
                name: "AmendReason",
                table: "Statements",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Editor",
                table: "Statements",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HoldReason",
                table: "Statements",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NoteToReviewer",
                table: "Statements",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PublishedTo",
                table: "Statements",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ReturnReason",
                table: "Statements",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reviewer",
                table: "Statements",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Revision",
                table: "Statements",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "SubmittedAt",
                table: "Statements",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WithdrawReason",
                table: "Statements",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PublishedAt",
                table: "Sources",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Sources",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Regions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "PublishedAt",
                table: "Publishers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Publishers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "PublishedAt",
                table: "Proposals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Proposals",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Processes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "People",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Parties",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Issues",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "Events",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "Editor",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PublishedAt",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Version",
                table: "ClauseDifferences",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "Exact",
                table: "Citation",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Position",
                table: "Citation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Prefix",
                table: "Citation",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Suffix",
                table: "Citation",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "TextNumber",
                table: "Citation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Autosaves",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Account = table.Column<int>(type: "INTEGER", nullable: false),
                    Form = table.Column<string>(type: "TEXT", nullable: false),
                    Fields = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Autosaves", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CompletedRequests",
                columns: table => new
                {
                    Account = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Body = table.Column<string>(type: "TEXT", nullable: false),
                    Location = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompletedRequests", x => new { x.Account, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "RevisionHead",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Count = table.Column<long>(type: "INTEGER", nullable: false),
                    Last = table.Column<string>(type: "TEXT", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevisionHead", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Revisions",
                columns: table => new
                {
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    Action = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    Snapshot = table.Column<string>(type: "TEXT", nullable: false),
                    Previous = table.Column<string>(type: "TEXT", nullable: false),
                    Seal = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Revisions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "SourceTexts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Sha256 = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Editor = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SourceTexts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SourceTexts_Sources_ProcessId_Source",
                        columns: x => new { x.ProcessId, x.Source },
                        principalTable: "Sources",
                        principalColumns: new[] { "ProcessId", "Number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_Open",
                table: "Statements",
                columns: new[] { "ProcessId", "Number" },
                unique: true,
                filter: "\"Status\" IN ('Draft', 'InReview', 'Returned')");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Number_Revision",
                table: "Statements",
                columns: new[] { "ProcessId", "Number", "Revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Status_SubmittedAt",
                table: "Statements",
                columns: new[] { "ProcessId", "Status", "SubmittedAt" },
                filter: "\"Status\" IN ('Draft', 'InReview', 'Returned')");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_Published",
                table: "Statements",
                columns: new[] { "ProcessId", "Number" },
                unique: true,
                filter: "\"Status\" = 'Published'");

            migrationBuilder.CreateIndex(
                name: "IX_Autosaves_Account_Form",
                table: "Autosaves",
                columns: new[] { "Account", "Form" });

            migrationBuilder.CreateIndex(
                name: "IX_CompletedRequests_At",
                table: "CompletedRequests",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Revisions_Kind_Key_Number",
                table: "Revisions",
                columns: new[] { "Kind", "Key", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Revisions_Previous",
                table: "Revisions",
                column: "Previous",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SourceTexts_ProcessId_Source_Number",
                table: "SourceTexts",
                columns: new[] { "ProcessId", "Source", "Number" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Autosaves");

            migrationBuilder.DropTable(
                name: "CompletedRequests");

            migrationBuilder.DropTable(
                name: "RevisionHead");

            migrationBuilder.DropTable(
                name: "Revisions");

            migrationBuilder.DropTable(
                name: "SourceTexts");

            migrationBuilder.DropIndex(
                name: "IX_Statements_Open",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Number_Revision",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Status_SubmittedAt",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_Published",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "AmendReason",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "Editor",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "HoldReason",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "NoteToReviewer",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "PublishedTo",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "ReturnReason",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "Reviewer",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "Revision",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "SubmittedAt",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "WithdrawReason",
                table: "Statements");

            migrationBuilder.DropColumn(
                name: "PublishedAt",
                table: "Sources");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Sources");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Regions");

            migrationBuilder.DropColumn(
                name: "PublishedAt",
                table: "Publishers");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Publishers");

            migrationBuilder.DropColumn(
                name: "PublishedAt",
                table: "Proposals");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Proposals");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Processes");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "People");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Parties");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Issues");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Events");

            migrationBuilder.DropColumn(
                name: "Editor",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "PublishedAt",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "ClauseDifferences");

            migrationBuilder.DropColumn(
                name: "Exact",
                table: "Citation");

            migrationBuilder.DropColumn(
                name: "Position",
                table: "Citation");

            migrationBuilder.DropColumn(
                name: "Prefix",
                table: "Citation");

            migrationBuilder.DropColumn(
                name: "Suffix",
                table: "Citation");

            migrationBuilder.DropColumn(
                name: "TextNumber",
                table: "Citation");

            migrationBuilder.AddUniqueConstraint(
                name: "AK_Statements_ProcessId_Number",
                table: "Statements",
                columns: new[] { "ProcessId", "Number" });

            migrationBuilder.AddForeignKey(
                name: "FK_ClauseDifferences_Statements_ProcessId_Base",
                table: "ClauseDifferences",
                columns: new[] { "ProcessId", "Base" },
                principalTable: "Statements",
                principalColumns: new[] { "ProcessId", "Number" },
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "FK_ClauseDifferences_Statements_ProcessId_Other",
                table: "ClauseDifferences",
                columns: new[] { "ProcessId", "Other" },
                principalTable: "Statements",
                principalColumns: new[] { "ProcessId", "Number" },
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "FK_Figures_Statements_ProcessId_Statement",
                table: "Figures",
                columns: new[] { "ProcessId", "Statement" },
                principalTable: "Statements",
                principalColumns: new[] { "ProcessId", "Number" },
                onDelete: ReferentialAction.Cascade);
        }
    }
}
