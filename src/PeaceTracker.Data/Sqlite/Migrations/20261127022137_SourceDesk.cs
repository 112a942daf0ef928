using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SourceDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "NormalAddress",
                table: "Sources",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NormalArchiveAddress",
                table: "Sources",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Anchors",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    CitationId = table.Column<int>(type: "INTEGER", nullable: false),
                    TextNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: true),
                    Length = table.Column<int>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    Editor = table.Column<int>(type: "INTEGER", nullable: true),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Anchors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Anchors_Citation_CitationId",
                        column: x => x.CitationId,
                        principalTable: "Citation",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ProcessId_NormalAddress",
                table: "Sources",
                columns: new[] { "ProcessId", "NormalAddress" });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ProcessId_NormalArchiveAddress",
                table: "Sources",
                columns: new[] { "ProcessId", "NormalArchiveAddress" });

            migrationBuilder.CreateIndex(
                name: "IX_Anchors_CitationId_TextNumber",
                table: "Anchors",
                columns: new[] { "CitationId", "TextNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_Anchors_Rule",
                table: "Anchors",
                columns: new[] { "CitationId", "TextNumber" },
                unique: true,
                filter: "\"Editor\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Anchors");

            migrationBuilder.DropIndex(
                name: "IX_Sources_ProcessId_NormalAddress",
                table: "Sources");

            migrationBuilder.DropIndex(
                name: "IX_Sources_ProcessId_NormalArchiveAddress",
                table: "Sources");

            migrationBuilder.DropColumn(
                name: "NormalAddress",
                table: "Sources");

            migrationBuilder.DropColumn(
                name: "NormalArchiveAddress",
                table: "Sources");
        }
    }
}
