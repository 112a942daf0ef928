using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReferenceData : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "MergedInto",
                table: "Sources",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ScaleVersions",
                columns: table => new
                {
                    Issue = table.Column<string>(type: "TEXT", nullable: false),
                    Codebook = table.Column<int>(type: "INTEGER", nullable: false),
                    Scale = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScaleVersions", x => new { x.Issue, x.Codebook });
                    table.ForeignKey(
                        name: "FK_ScaleVersions_CodebookVersions_Codebook",
                        column: x => x.Codebook,
                        principalTable: "CodebookVersions",
                        principalColumn: "Number",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ScaleVersions_Issues_Issue",
                        column: x => x.Issue,
                        principalTable: "Issues",
                        principalColumn: "Slug",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SourceMerges",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Merged = table.Column<int>(type: "INTEGER", nullable: false),
                    Kept = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    Changes = table.Column<string>(type: "TEXT", nullable: false),
                    UndoneAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SourceMerges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SourceMerges_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ScaleVersions_Codebook",
                table: "ScaleVersions",
                column: "Codebook");

            migrationBuilder.CreateIndex(
                name: "IX_SourceMerges_ProcessId_Merged",
                table: "SourceMerges",
                columns: new[] { "ProcessId", "Merged" });

            // The scales as they are hold from the codebook in force; the first change adds to them.
            migrationBuilder.Sql("INSERT INTO \"ScaleVersions\" (\"Issue\", \"Codebook\", \"Scale\") SELECT \"Slug\", (SELECT MAX(\"Number\") FROM \"CodebookVersions\"), \"Scale\" FROM \"Issues\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ScaleVersions");

            migrationBuilder.DropTable(
                name: "SourceMerges");

            migrationBuilder.DropColumn(
                name: "MergedInto",
                table: "Sources");
        }
    }
}
