using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace PeaceTracker.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "CodebookVersions",
                columns: table => new
                {
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    PublishedOn = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CodebookVersions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "Issues",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Question = table.Column<string>(type: "TEXT", nullable: false),
                    Group = table.Column<string>(type: "TEXT", nullable: false),
                    Regional = table.Column<bool>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Scale = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Issues", x => x.Id);
                    table.UniqueConstraint("AK_Issues_Slug", x => x.Slug);
                });

            migrationBuilder.CreateTable(
                name: "Processes",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Summary = table.Column<string>(type: "TEXT", nullable: false),
                    PrincipalPair = table.Column<string>(type: "TEXT", nullable: false),
                    DefaultParties = table.Column<string>(type: "TEXT", nullable: false),
                    OldAfterDays = table.Column<int>(type: "INTEGER", nullable: false),
                    LastSearched = table.Column<string>(type: "TEXT", nullable: false),
                    LicenceName = table.Column<string>(type: "TEXT", nullable: false),
                    LicenceAddress = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Processes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SeedDigests",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    Digest = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeedDigests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Discrepancies",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Sources = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Discrepancies", x => x.Id);
                    table.UniqueConstraint("AK_Discrepancies_ProcessId_Code", x => new { x.ProcessId, x.Code });
                    table.ForeignKey(
                        name: "FK_Discrepancies_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Events",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Date = table.Column<string>(type: "TEXT", nullable: false),
                    Earliest = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Latest = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Place = table.Column<string>(type: "TEXT", nullable: true),
                    Summary = table.Column<string>(type: "TEXT", nullable: false),
                    Parties = table.Column<string>(type: "TEXT", nullable: false),
                    Sources = table.Column<string>(type: "TEXT", nullable: false),
                    Record = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Events", x => x.Id);
                    table.UniqueConstraint("AK_Events_ProcessId_Slug", x => new { x.ProcessId, x.Slug });
                    table.ForeignKey(
                        name: "FK_Events_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "NoSeat",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Party = table.Column<string>(type: "TEXT", nullable: false),
                    Issue = table.Column<string>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false),
                    PeaceProcessId = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_NoSeat", x => x.Id);
                    table.ForeignKey(
                        name: "FK_NoSeat_Processes_PeaceProcessId",
                        column: x => x.PeaceProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Parties",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Monogram = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Wikidata = table.Column<string>(type: "TEXT", nullable: true),
                    Aliases = table.Column<string>(type: "TEXT", nullable: false),
                    Members = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Parties", x => x.Id);
                    table.UniqueConstraint("AK_Parties_ProcessId_Slug", x => new { x.ProcessId, x.Slug });
                    table.ForeignKey(
                        name: "FK_Parties_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "People",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Aliases = table.Column<string>(type: "TEXT", nullable: false),
                    Wikidata = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_People", x => x.Id);
                    table.UniqueConstraint("AK_People_ProcessId_Slug", x => new { x.ProcessId, x.Slug });
                    table.ForeignKey(
                        name: "FK_People_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Proposals",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Record = table.Column<string>(type: "TEXT", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Date = table.Column<string>(type: "TEXT", nullable: false),
                    Latest = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Proponents = table.Column<string>(type: "TEXT", nullable: false),
                    Provenance = table.Column<string>(type: "TEXT", nullable: false),
                    Summary = table.Column<string>(type: "TEXT", nullable: false),
                    Addressees = table.Column<string>(type: "TEXT", nullable: false),
                    AddresseesReason = table.Column<string>(type: "TEXT", nullable: true),
                    Sources = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Proposals", x => x.Id);
                    table.UniqueConstraint("AK_Proposals_ProcessId_Slug", x => new { x.ProcessId, x.Slug });
                    table.ForeignKey(
                        name: "FK_Proposals_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Publishers",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Grade = table.Column<char>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Publishers", x => x.Id);
                    table.UniqueConstraint("AK_Publishers_ProcessId_Slug", x => new { x.ProcessId, x.Slug });
                    table.ForeignKey(
                        name: "FK_Publishers_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Regions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Iso = table.Column<string>(type: "TEXT", nullable: false),
                    Slug = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    NameLocal = table.Column<string>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false),
                    Row = table.Column<int>(type: "INTEGER", nullable: false),
                    Column = table.Column<int>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Regions", x => x.Id);
                    table.UniqueConstraint("AK_Regions_Iso", x => x.Iso);
                    table.ForeignKey(
                        name: "FK_Regions_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Office",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PersonId = table.Column<int>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    Party = table.Column<string>(type: "TEXT", nullable: true),
                    From = table.Column<string>(type: "TEXT", nullable: true),
                    To = table.Column<string>(type: "TEXT", nullable: true),
                    Source = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Office", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Office_People_PersonId",
                        column: x => x.PersonId,
                        principalTable: "People",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProposalLink",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProposalId = table.Column<int>(type: "INTEGER", nullable: false),
                    From = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Source = table.Column<int>(type: "INTEGER", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProposalLink", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProposalLink_Proposals_ProposalId",
                        column: x => x.ProposalId,
                        principalTable: "Proposals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Statements",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Record = table.Column<string>(type: "TEXT", nullable: false),
                    Parties = table.Column<string>(type: "TEXT", nullable: false),
                    Speaker = table.Column<string>(type: "TEXT", nullable: true),
                    Office = table.Column<string>(type: "TEXT", nullable: true),
                    AttributedTo = table.Column<string>(type: "TEXT", nullable: true),
                    MadeOn = table.Column<string>(type: "TEXT", nullable: false),
                    Earliest = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Channel = table.Column<string>(type: "TEXT", nullable: false),
                    Summary = table.Column<string>(type: "TEXT", nullable: false),
                    Quote = table.Column<string>(type: "TEXT", nullable: true),
                    QuoteLanguage = table.Column<string>(type: "TEXT", nullable: true),
                    QuoteTranslation = table.Column<string>(type: "TEXT", nullable: true),
                    Information = table.Column<int>(type: "INTEGER", nullable: false),
                    Confidence = table.Column<string>(type: "TEXT", nullable: true),
                    Flags = table.Column<string>(type: "TEXT", nullable: false),
                    Proposal = table.Column<string>(type: "TEXT", nullable: true),
                    Clause = table.Column<string>(type: "TEXT", nullable: true),
                    Topic = table.Column<string>(type: "TEXT", nullable: true),
                    RespondsTo = table.Column<string>(type: "TEXT", nullable: true),
                    RespondsToClause = table.Column<string>(type: "TEXT", nullable: true),
                    Response = table.Column<string>(type: "TEXT", nullable: true),
                    Plover = table.Column<string>(type: "TEXT", nullable: true),
                    Event = table.Column<string>(type: "TEXT", nullable: true),
                    Notes = table.Column<string>(type: "TEXT", nullable: true),
                    Status = table.Column<string>(type: "TEXT", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Statements", x => x.Id);
                    table.UniqueConstraint("AK_Statements_ProcessId_Number", x => new { x.ProcessId, x.Number });
                    table.ForeignKey(
                        name: "FK_Statements_Events_ProcessId_Event",
                        columns: x => new { x.ProcessId, x.Event },
                        principalTable: "Events",
                        principalColumns: new[] { "ProcessId", "Slug" });
                    table.ForeignKey(
                        name: "FK_Statements_People_ProcessId_Speaker",
                        columns: x => new { x.ProcessId, x.Speaker },
                        principalTable: "People",
                        principalColumns: new[] { "ProcessId", "Slug" });
                    table.ForeignKey(
                        name: "FK_Statements_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Statements_Proposals_ProcessId_Proposal",
                        columns: x => new { x.ProcessId, x.Proposal },
                        principalTable: "Proposals",
                        principalColumns: new[] { "ProcessId", "Slug" });
                    table.ForeignKey(
                        name: "FK_Statements_Proposals_ProcessId_RespondsTo",
                        columns: x => new { x.ProcessId, x.RespondsTo },
                        principalTable: "Proposals",
                        principalColumns: new[] { "ProcessId", "Slug" });
                });

            migrationBuilder.CreateTable(
                name: "Sources",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    PublisherId = table.Column<int>(type: "INTEGER", nullable: false),
                    Title = table.Column<string>(type: "TEXT", nullable: false),
                    TitleDescribed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Author = table.Column<string>(type: "TEXT", nullable: true),
                    Date = table.Column<string>(type: "TEXT", nullable: true),
                    Address = table.Column<string>(type: "TEXT", nullable: true),
                    ArchiveAddress = table.Column<string>(type: "TEXT", nullable: true),
                    Language = table.Column<string>(type: "TEXT", nullable: true),
                    Kind = table.Column<string>(type: "TEXT", nullable: false),
                    Grade = table.Column<char>(type: "TEXT", nullable: false),
                    Notes = table.Column<string>(type: "TEXT", nullable: true),
                    DerivedFrom = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sources", x => x.Id);
                    table.UniqueConstraint("AK_Sources_ProcessId_Number", x => new { x.ProcessId, x.Number });
                    table.ForeignKey(
                        name: "FK_Sources_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Sources_Publishers_PublisherId",
                        column: x => x.PublisherId,
                        principalTable: "Publishers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ClauseDifferences",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Base = table.Column<int>(type: "INTEGER", nullable: false),
                    Other = table.Column<int>(type: "INTEGER", nullable: false),
                    Label = table.Column<string>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClauseDifferences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ClauseDifferences_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ClauseDifferences_Statements_ProcessId_Base",
                        columns: x => new { x.ProcessId, x.Base },
                        principalTable: "Statements",
                        principalColumns: new[] { "ProcessId", "Number" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ClauseDifferences_Statements_ProcessId_Other",
                        columns: x => new { x.ProcessId, x.Other },
                        principalTable: "Statements",
                        principalColumns: new[] { "ProcessId", "Number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Coding",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    StatementId = table.Column<int>(type: "INTEGER", nullable: false),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Record = table.Column<string>(type: "TEXT", nullable: true),
                    Party = table.Column<string>(type: "TEXT", nullable: false),
                    Issue = table.Column<string>(type: "TEXT", nullable: false),
                    Region = table.Column<string>(type: "TEXT", nullable: true),
                    StepFrom = table.Column<int>(type: "INTEGER", nullable: true),
                    StepTo = table.Column<int>(type: "INTEGER", nullable: true),
                    State = table.Column<string>(type: "TEXT", nullable: false),
                    Condition = table.Column<string>(type: "TEXT", nullable: true),
                    SpecialStatus = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    Codebook = table.Column<int>(type: "INTEGER", nullable: false),
                    RecordedFrom = table.Column<long>(type: "INTEGER", nullable: true),
                    RecordedTo = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Coding", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Coding_Issues_Issue",
                        column: x => x.Issue,
                        principalTable: "Issues",
                        principalColumn: "Slug",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Coding_Parties_ProcessId_Party",
                        columns: x => new { x.ProcessId, x.Party },
                        principalTable: "Parties",
                        principalColumns: new[] { "ProcessId", "Slug" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Coding_Regions_Region",
                        column: x => x.Region,
                        principalTable: "Regions",
                        principalColumn: "Iso");
                    table.ForeignKey(
                        name: "FK_Coding_Statements_StatementId",
                        column: x => x.StatementId,
                        principalTable: "Statements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Quantity",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    StatementId = table.Column<int>(type: "INTEGER", nullable: false),
                    Measure = table.Column<string>(type: "TEXT", nullable: false),
                    Low = table.Column<double>(type: "REAL", nullable: true),
                    High = table.Column<double>(type: "REAL", nullable: true),
                    Unit = table.Column<string>(type: "TEXT", nullable: false),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Quantity", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Quantity_Statements_StatementId",
                        column: x => x.StatementId,
                        principalTable: "Statements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Citation",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    StatementId = table.Column<int>(type: "INTEGER", nullable: false),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Order = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<int>(type: "INTEGER", nullable: false),
                    Paragraph = table.Column<string>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Citation", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Citation_Sources_ProcessId_Source",
                        columns: x => new { x.ProcessId, x.Source },
                        principalTable: "Sources",
                        principalColumns: new[] { "ProcessId", "Number" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Citation_Statements_StatementId",
                        column: x => x.StatementId,
                        principalTable: "Statements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Figures",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<int>(type: "INTEGER", nullable: false),
                    Record = table.Column<string>(type: "TEXT", nullable: false),
                    Regions = table.Column<string>(type: "TEXT", nullable: false),
                    HeldBy = table.Column<string>(type: "TEXT", nullable: false),
                    ShareLow = table.Column<int>(type: "INTEGER", nullable: true),
                    ShareHigh = table.Column<int>(type: "INTEGER", nullable: true),
                    AsOf = table.Column<string>(type: "TEXT", nullable: false),
                    AttributedTo = table.Column<string>(type: "TEXT", nullable: true),
                    Statement = table.Column<int>(type: "INTEGER", nullable: false),
                    Source = table.Column<int>(type: "INTEGER", nullable: false),
                    Paragraph = table.Column<string>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Figures", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Figures_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Figures_Sources_ProcessId_Source",
                        columns: x => new { x.ProcessId, x.Source },
                        principalTable: "Sources",
                        principalColumns: new[] { "ProcessId", "Number" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Figures_Statements_ProcessId_Statement",
                        columns: x => new { x.ProcessId, x.Statement },
                        principalTable: "Statements",
                        principalColumns: new[] { "ProcessId", "Number" },
                        onDelete: ReferentialAction.Cascade);
                });

            // By hand, for the last two words: the rows lie in the order of the key (ADR 0014), which no fluent call can say.
            migrationBuilder.Sql("""
                CREATE TABLE "PublishedCodings" (
                    "PartyId" INTEGER NOT NULL,
                    "IssueId" INTEGER NOT NULL,
                    "RegionId" INTEGER NOT NULL,
                    "Day" INTEGER NOT NULL,
                    "Id" INTEGER NOT NULL,
                    "Earliest" INTEGER NOT NULL,
                    "RecordedFrom" INTEGER NOT NULL,
                    "RecordedTo" INTEGER NOT NULL,
                    "StepFrom" INTEGER NOT NULL,
                    "StepTo" INTEGER NOT NULL,
                    "State" INTEGER NOT NULL,
                    "Channel" INTEGER NOT NULL,
                    "SourceGrade" INTEGER NOT NULL,
                    "Information" INTEGER NOT NULL,
                    "Statement" INTEGER NOT NULL,
                    "Origins" TEXT NOT NULL,
                    "Copied" INTEGER NOT NULL,
                    CONSTRAINT "PK_PublishedCodings" PRIMARY KEY ("PartyId", "IssueId", "RegionId", "Day", "Id"),
                    CONSTRAINT "FK_PublishedCodings_Coding_Id" FOREIGN KEY ("Id") REFERENCES "Coding" ("Id") ON DELETE CASCADE
                ) WITHOUT ROWID
                """);

            migrationBuilder.CreateIndex(
                name: "IX_Citation_ProcessId_Source",
                table: "Citation",
                columns: new[] { "ProcessId", "Source" });

            migrationBuilder.CreateIndex(
                name: "IX_Citation_StatementId",
                table: "Citation",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_ClauseDifferences_ProcessId_Base",
                table: "ClauseDifferences",
                columns: new[] { "ProcessId", "Base" });

            migrationBuilder.CreateIndex(
                name: "IX_ClauseDifferences_ProcessId_Other",
                table: "ClauseDifferences",
                columns: new[] { "ProcessId", "Other" });

            migrationBuilder.CreateIndex(
                name: "IX_Coding_Issue",
                table: "Coding",
                column: "Issue");

            migrationBuilder.CreateIndex(
                name: "IX_Coding_ProcessId_Party",
                table: "Coding",
                columns: new[] { "ProcessId", "Party" });

            migrationBuilder.CreateIndex(
                name: "IX_Coding_Region",
                table: "Coding",
                column: "Region");

            migrationBuilder.CreateIndex(
                name: "IX_Coding_StatementId",
                table: "Coding",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_Figures_ProcessId_Source",
                table: "Figures",
                columns: new[] { "ProcessId", "Source" });

            migrationBuilder.CreateIndex(
                name: "IX_Figures_ProcessId_Statement",
                table: "Figures",
                columns: new[] { "ProcessId", "Statement" });

            migrationBuilder.CreateIndex(
                name: "IX_NoSeat_PeaceProcessId",
                table: "NoSeat",
                column: "PeaceProcessId");

            migrationBuilder.CreateIndex(
                name: "IX_Office_PersonId",
                table: "Office",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_Processes_Slug",
                table: "Processes",
                column: "Slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProposalLink_ProposalId",
                table: "ProposalLink",
                column: "ProposalId");

            migrationBuilder.CreateIndex(
                name: "IX_PublishedCodings_Id",
                table: "PublishedCodings",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Quantity_StatementId",
                table: "Quantity",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_Regions_ProcessId",
                table: "Regions",
                column: "ProcessId");

            migrationBuilder.CreateIndex(
                name: "IX_Sources_PublisherId",
                table: "Sources",
                column: "PublisherId");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Day",
                table: "Statements",
                columns: new[] { "ProcessId", "Day" },
                filter: "\"Response\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Day_Number",
                table: "Statements",
                columns: new[] { "ProcessId", "Day", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Event",
                table: "Statements",
                columns: new[] { "ProcessId", "Event" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Proposal",
                table: "Statements",
                columns: new[] { "ProcessId", "Proposal" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_RespondsTo",
                table: "Statements",
                columns: new[] { "ProcessId", "RespondsTo" });

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Speaker",
                table: "Statements",
                columns: new[] { "ProcessId", "Speaker" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Citation");

            migrationBuilder.DropTable(
                name: "ClauseDifferences");

            migrationBuilder.DropTable(
                name: "CodebookVersions");

            migrationBuilder.DropTable(
                name: "Discrepancies");

            migrationBuilder.DropTable(
                name: "Figures");

            migrationBuilder.DropTable(
                name: "NoSeat");

            migrationBuilder.DropTable(
                name: "Office");

            migrationBuilder.DropTable(
                name: "ProposalLink");

            migrationBuilder.DropTable(
                name: "PublishedCodings");

            migrationBuilder.DropTable(
                name: "Quantity");

            migrationBuilder.DropTable(
                name: "SeedDigests");

            migrationBuilder.DropTable(
                name: "Sources");

            migrationBuilder.DropTable(
                name: "Coding");

            migrationBuilder.DropTable(
                name: "Publishers");

            migrationBuilder.DropTable(
                name: "Issues");

            migrationBuilder.DropTable(
                name: "Parties");

            migrationBuilder.DropTable(
                name: "Regions");

            migrationBuilder.DropTable(
                name: "Statements");

            migrationBuilder.DropTable(
                name: "Events");

            migrationBuilder.DropTable(
                name: "People");

            migrationBuilder.DropTable(
                name: "Proposals");

            migrationBuilder.DropTable(
                name: "Processes");
        }
    }
}
