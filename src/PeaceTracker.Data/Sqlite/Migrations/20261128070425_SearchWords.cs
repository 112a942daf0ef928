using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SearchWords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "SourceWords",
                columns: table => new
                {
                    SourceId = table.Column<int>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Names = table.Column<string>(type: "TEXT", nullable: false),
                    Notes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SourceWords", x => x.SourceId);
                    table.ForeignKey(
                        name: "FK_SourceWords_Sources_SourceId",
                        column: x => x.SourceId,
                        principalTable: "Sources",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StatementWords",
                columns: table => new
                {
                    StatementId = table.Column<int>(type: "INTEGER", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    Quarter = table.Column<int>(type: "INTEGER", nullable: false),
                    Summary = table.Column<string>(type: "TEXT", nullable: false),
                    Quote = table.Column<string>(type: "TEXT", nullable: false),
                    Translation = table.Column<string>(type: "TEXT", nullable: false),
                    Notes = table.Column<string>(type: "TEXT", nullable: false),
                    Facets = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StatementWords", x => x.StatementId);
                    table.ForeignKey(
                        name: "FK_StatementWords_Statements_StatementId",
                        column: x => x.StatementId,
                        principalTable: "Statements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_StatementWords_Quarter",
                table: "StatementWords",
                column: "Quarter");

            foreach (var sql in Index)
                migrationBuilder.Sql(sql);
        }

        private const string Tokens = "tokenize = \"unicode61 remove_diacritics 0 tokenchars '-:'\", prefix = '1 2 3'";

        /// <summary>
        /// The full text indexes over the words. They hold no text of their own, and triggers keep them; the words of a quarter of a year are in
        /// one of 32 tables, quarters that lie eight years apart in the same. The number of a row is its day times 2^32 and the id of its revision.
        /// </summary>
        private static IEnumerable<string> Index =>
        [
            .. Enumerable.Range(0, 32).SelectMany(table => new[]
            {
                $"CREATE VIEW StatementIndexRows{table} AS SELECT Day * 4294967296 + StatementId AS Position, Summary, Quote, Translation, Notes, Facets FROM StatementWords WHERE Quarter % 32 = {table}",
                $"CREATE VIRTUAL TABLE StatementIndex{table} USING fts5(Summary, Quote, Translation, Notes, Facets, content = 'StatementIndexRows{table}', content_rowid = 'Position', {Tokens})",
                $"""
                CREATE TRIGGER StatementWordsAdded{table} AFTER INSERT ON StatementWords WHEN new.Quarter % 32 = {table} BEGIN
                  INSERT INTO StatementIndex{table} (rowid, Summary, Quote, Translation, Notes, Facets)
                  VALUES (new.Day * 4294967296 + new.StatementId, new.Summary, new.Quote, new.Translation, new.Notes, new.Facets);
                END
                """,
                $"""
                CREATE TRIGGER StatementWordsRemoved{table} AFTER DELETE ON StatementWords WHEN old.Quarter % 32 = {table} BEGIN
                  INSERT INTO StatementIndex{table} (StatementIndex{table}, rowid, Summary, Quote, Translation, Notes, Facets)
                  VALUES ('delete', old.Day * 4294967296 + old.StatementId, old.Summary, old.Quote, old.Translation, old.Notes, old.Facets);
                END
                """,
            }),
            $"CREATE VIRTUAL TABLE SourceIndex USING fts5(Title, Names, Notes, content = 'SourceWords', content_rowid = 'SourceId', {Tokens})",
            "CREATE TRIGGER SourceWordsAdded AFTER INSERT ON SourceWords BEGIN INSERT INTO SourceIndex (rowid, Title, Names, Notes) VALUES (new.SourceId, new.Title, new.Names, new.Notes); END",
            "CREATE TRIGGER SourceWordsRemoved AFTER DELETE ON SourceWords BEGIN INSERT INTO SourceIndex (SourceIndex, rowid, Title, Names, Notes) VALUES ('delete', old.SourceId, old.Title, old.Names, old.Notes); END",
            """
            CREATE TRIGGER SourceWordsChanged AFTER UPDATE ON SourceWords BEGIN
              INSERT INTO SourceIndex (SourceIndex, rowid, Title, Names, Notes) VALUES ('delete', old.SourceId, old.Title, old.Names, old.Notes);
              INSERT INTO SourceIndex (rowid, Title, Names, Notes) VALUES (new.SourceId, new.Title, new.Names, new.Notes);
            END
            """,
        ];

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            for (var table = 0; table < 32; table++)
            {
                migrationBuilder.Sql($"DROP TABLE StatementIndex{table}");
                migrationBuilder.Sql($"DROP VIEW StatementIndexRows{table}");
            }

            migrationBuilder.Sql("DROP TABLE SourceIndex");
            migrationBuilder.DropTable(
                name: "SourceWords");

            migrationBuilder.DropTable(
                name: "StatementWords");
        }
    }
}
