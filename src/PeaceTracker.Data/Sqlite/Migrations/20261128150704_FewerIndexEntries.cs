using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FewerIndexEntries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Event",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Proposal",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_QuoteSize_QuoteShape",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_RespondsTo",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_SaidAbout",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Speaker",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Coding_Region",
                table: "Coding");

            migrationBuilder.DropIndex(
                name: "IX_Citation_ProcessId_ExactSize_ExactShape",
                table: "Citation");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Event",
                table: "Statements",
                columns: new[] { "ProcessId", "Event" },
                filter: "\"Event\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Proposal",
                table: "Statements",
                columns: new[] { "ProcessId", "Proposal" },
                filter: "\"Proposal\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_QuoteSize_QuoteShape",
                table: "Statements",
                columns: new[] { "ProcessId", "QuoteSize", "QuoteShape" },
                filter: "\"QuoteSize\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_RespondsTo",
                table: "Statements",
                columns: new[] { "ProcessId", "RespondsTo" },
                filter: "\"RespondsTo\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_SaidAbout",
                table: "Statements",
                columns: new[] { "ProcessId", "SaidAbout" },
                filter: "\"SaidAbout\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Speaker",
                table: "Statements",
                columns: new[] { "ProcessId", "Speaker" },
                filter: "\"Speaker\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Coding_Region",
                table: "Coding",
                column: "Region",
                filter: "\"Region\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Citation_ProcessId_ExactSize_ExactShape",
                table: "Citation",
                columns: new[] { "ProcessId", "ExactSize", "ExactShape" },
                filter: "\"ExactSize\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Event",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Proposal",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_QuoteSize_QuoteShape",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_RespondsTo",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_SaidAbout",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Statements_ProcessId_Speaker",
                table: "Statements");

            migrationBuilder.DropIndex(
                name: "IX_Coding_Region",
                table: "Coding");

            migrationBuilder.DropIndex(
                name: "IX_Citation_ProcessId_ExactSize_ExactShape",
                table: "Citation");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Event",
                table: "Statements",
                columns: new[] { "ProcessId", "Event" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Proposal",
                table: "Statements",
                columns: new[] { "ProcessId", "Proposal" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_QuoteSize_QuoteShape",
                table: "Statements",
                columns: new[] { "ProcessId", "QuoteSize", "QuoteShape" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_RespondsTo",
                table: "Statements",
                columns: new[] { "ProcessId", "RespondsTo" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_SaidAbout",
                table: "Statements",
                columns: new[] { "ProcessId", "SaidAbout" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Speaker",
                table: "Statements",
                columns: new[] { "ProcessId", "Speaker" });

            migrationBuilder.CreateIndex(
                name: "IX_Coding_Region",
                table: "Coding",
                column: "Region");

            migrationBuilder.CreateIndex(
                name: "IX_Citation_ProcessId_ExactSize_ExactShape",
                table: "Citation",
                columns: new[] { "ProcessId", "ExactSize", "ExactShape" });
        }
    }
}
