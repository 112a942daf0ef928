using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace PeaceTracker.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The keys of words as they are, each at its place: what the server makes of text takes words apart. Places above the highest it counts are that.
            migrationBuilder.Sql("""
                CREATE FUNCTION peacetracker_keys(keys text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
                    SELECT coalesce(string_agg('''' || replace(replace(key, '\', '\\'), '''', '''''') || ''':' || least(place, 16383), ' '), '')::tsvector
                    FROM unnest(string_to_array(keys, ' ')) WITH ORDINALITY AS words(key, place) WHERE key <> ''
                $$
                """);

            migrationBuilder.CreateTable(
                name: "AccountEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Act = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AccountId = table.Column<int>(type: "integer", nullable: true),
                    ByAccountId = table.Column<int>(type: "integer", nullable: true),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountEvents", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Accounts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    DisabledAt = table.Column<long>(type: "bigint", nullable: true),
                    TotpSecret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastTotpStep = table.Column<long>(type: "bigint", nullable: false),
                    Pseudonym = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedUserName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    PasswordHash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SecurityStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TwoFactorEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    LockoutEnd = table.Column<long>(type: "bigint", nullable: true),
                    LockoutEnabled = table.Column<bool>(type: "boolean", nullable: false),
                    AccessFailedCount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Accounts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Autosaves",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Account = table.Column<int>(type: "integer", nullable: false),
                    Form = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Fields = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Window = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Autosaves", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "CodebookVersions",
                columns: table => new
                {
                    Number = table.Column<int>(type: "integer", nullable: false),
                    PublishedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CodebookVersions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "CompletedRequests",
                columns: table => new
                {
                    Account = table.Column<int>(type: "integer", nullable: false),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Location = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CompletedRequests", x => new { x.Account, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "DataProtectionKeys",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    FriendlyName = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Xml = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DataProtectionKeys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Issues",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Question = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Group = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Regional = table.Column<bool>(type: "boolean", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Scale = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PrincipalPair = table.Column<List<string>>(type: "text[]", nullable: false),
                    DefaultParties = table.Column<List<string>>(type: "text[]", nullable: false),
                    OldAfterDays = table.Column<int>(type: "integer", nullable: false),
                    LastSearched = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LicenceName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LicenceAddress = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Processes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "RevisionHead",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Count = table.Column<long>(type: "bigint", nullable: false),
                    Last = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Seal = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevisionHead", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Revisions",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Snapshot = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Previous = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Seal = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Revisions", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "Roles",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    NormalizedName = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    ConcurrencyStamp = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Roles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SeedDigests",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Digest = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeedDigests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ApiTokens",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    AccountId = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    Scope = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false),
                    LastUsedOn = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ApiTokens", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ApiTokens_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "OneTimeTokens",
                columns: table => new
                {
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Purpose = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AccountId = table.Column<int>(type: "integer", nullable: true),
                    Content = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ExpiresAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OneTimeTokens", x => x.Hash);
                    table.ForeignKey(
                        name: "FK_OneTimeTokens_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Passkeys",
                columns: table => new
                {
                    CredentialId = table.Column<byte[]>(type: "bytea", maxLength: 1024, nullable: false),
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    Data = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Passkeys", x => x.CredentialId);
                    table.ForeignKey(
                        name: "FK_Passkeys_Accounts_UserId",
                        column: x => x.UserId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "RecoveryCodes",
                columns: table => new
                {
                    AccountId = table.Column<int>(type: "integer", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecoveryCodes", x => new { x.AccountId, x.Hash });
                    table.ForeignKey(
                        name: "FK_RecoveryCodes_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Sessions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    KeyHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    AccountId = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                    LastSeenAt = table.Column<long>(type: "bigint", nullable: false),
                    ProvedAt = table.Column<long>(type: "bigint", nullable: false),
                    TwoFactors = table.Column<bool>(type: "boolean", nullable: false),
                    Device = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Sessions_Accounts_AccountId",
                        column: x => x.AccountId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ScaleVersions",
                columns: table => new
                {
                    Issue = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Codebook = table.Column<int>(type: "integer", nullable: false),
                    Scale = table.Column<string>(type: "text", nullable: false, collation: "C")
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
                name: "ClauseDifferences",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Base = table.Column<int>(type: "integer", nullable: false),
                    Other = table.Column<int>(type: "integer", nullable: true),
                    Against = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    Label = table.Column<List<string>>(type: "text[]", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Ends = table.Column<bool>(type: "boolean", nullable: false),
                    Status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SubmittedAt = table.Column<long>(type: "bigint", nullable: true),
                    ReturnReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    PublishedTo = table.Column<long>(type: "bigint", nullable: true),
                    Editor = table.Column<int>(type: "integer", nullable: true),
                    Reviewer = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                });

            migrationBuilder.CreateTable(
                name: "CodingSamples",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    DrawnAt = table.Column<long>(type: "bigint", nullable: false),
                    DrawnBy = table.Column<int>(type: "integer", nullable: false),
                    Coder = table.Column<int>(type: "integer", nullable: false),
                    Seed = table.Column<int>(type: "integer", nullable: false),
                    Statements = table.Column<int>(type: "integer", nullable: false),
                    ClosedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CodingSamples", x => x.Id);
                    table.ForeignKey(
                        name: "FK_CodingSamples_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Discrepancies",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Sources = table.Column<List<int>>(type: "integer[]", nullable: false)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Date = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Earliest = table.Column<DateOnly>(type: "date", nullable: false),
                    Latest = table.Column<DateOnly>(type: "date", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Parties = table.Column<List<string>>(type: "text[]", nullable: false),
                    Sources = table.Column<List<int>>(type: "integer[]", nullable: false),
                    Record = table.Column<List<string>>(type: "text[]", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                name: "Imports",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Account = table.Column<int>(type: "integer", nullable: false),
                    FileName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false),
                    Sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Choices = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    DoneAt = table.Column<long>(type: "bigint", nullable: true),
                    UndoneAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Imports", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Imports_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "NoSeat",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Party = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Issue = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PeaceProcessId = table.Column<int>(type: "integer", nullable: false)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Monogram = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Wikidata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    Members = table.Column<List<string>>(type: "text[]", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Aliases = table.Column<List<string>>(type: "text[]", nullable: false),
                    Wikidata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Record = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Date = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Latest = table.Column<DateOnly>(type: "date", nullable: false),
                    Proponents = table.Column<List<string>>(type: "text[]", nullable: false),
                    Provenance = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Addressees = table.Column<List<string>>(type: "text[]", nullable: false),
                    AddresseesReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Sources = table.Column<List<int>>(type: "integer[]", nullable: false),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Grade = table.Column<char>(type: "character(1)", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                name: "Recodings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Account = table.Column<int>(type: "integer", nullable: false),
                    List = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Field = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    From = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    To = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    UndoneAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Recodings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Recodings_Processes_ProcessId",
                        column: x => x.ProcessId,
                        principalTable: "Processes",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Regions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Iso = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    NameLocal = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Row = table.Column<int>(type: "integer", nullable: false),
                    Column = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                name: "SourceMerges",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Merged = table.Column<int>(type: "integer", nullable: false),
                    Kept = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Changes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    UndoneAt = table.Column<long>(type: "bigint", nullable: true)
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

            migrationBuilder.CreateTable(
                name: "AccountRoles",
                columns: table => new
                {
                    UserId = table.Column<int>(type: "integer", nullable: false),
                    RoleId = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccountRoles", x => new { x.UserId, x.RoleId });
                    table.ForeignKey(
                        name: "FK_AccountRoles_Accounts_UserId",
                        column: x => x.UserId,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_AccountRoles_Roles_RoleId",
                        column: x => x.RoleId,
                        principalTable: "Roles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Office",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    PersonId = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Party = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    From = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    To = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Source = table.Column<int>(type: "integer", nullable: true)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProposalId = table.Column<int>(type: "integer", nullable: false),
                    From = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Source = table.Column<int>(type: "integer", nullable: true),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C")
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Revision = table.Column<int>(type: "integer", nullable: false),
                    Record = table.Column<List<string>>(type: "text[]", nullable: false),
                    Parties = table.Column<List<string>>(type: "text[]", nullable: false),
                    Speaker = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Office = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AttributedTo = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    MadeOn = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Earliest = table.Column<DateOnly>(type: "date", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Channel = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Quote = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    QuoteSize = table.Column<int>(type: "integer", nullable: true),
                    QuoteShape = table.Column<byte[]>(type: "bytea", nullable: true),
                    QuoteLanguage = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    QuoteTranslation = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Information = table.Column<int>(type: "integer", nullable: false),
                    Confidence = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Flags = table.Column<List<string>>(type: "text[]", nullable: false),
                    Proposal = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Clause = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Topic = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SaidAbout = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RespondsTo = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RespondsToClause = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Response = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Plover = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Event = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Notes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    PublishedTo = table.Column<long>(type: "bigint", nullable: true),
                    AmendReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    WithdrawReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    WithdrawnBy = table.Column<int>(type: "integer", nullable: true),
                    WithdrawalConfirmedBy = table.Column<int>(type: "integer", nullable: true),
                    Editor = table.Column<int>(type: "integer", nullable: true),
                    Reviewer = table.Column<int>(type: "integer", nullable: true),
                    SubmittedAt = table.Column<long>(type: "bigint", nullable: true),
                    NoteToReviewer = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ReturnReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    HoldReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Statements", x => x.Id);
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    PublisherId = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    TitleDescribed = table.Column<bool>(type: "boolean", nullable: false),
                    Author = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Date = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ArchiveAddress = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NormalAddress = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    NormalArchiveAddress = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Language = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Grade = table.Column<char>(type: "character(1)", nullable: false),
                    Notes = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    DerivedFrom = table.Column<List<int>>(type: "integer[]", nullable: false),
                    MergedInto = table.Column<int>(type: "integer", nullable: true),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false)
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
                name: "Coding",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    StatementId = table.Column<int>(type: "integer", nullable: false),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Record = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Party = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Issue = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Region = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    StepFrom = table.Column<int>(type: "integer", nullable: true),
                    StepTo = table.Column<int>(type: "integer", nullable: true),
                    State = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Condition = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    SpecialStatus = table.Column<bool>(type: "boolean", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Coder = table.Column<int>(type: "integer", nullable: true),
                    Codebook = table.Column<int>(type: "integer", nullable: false),
                    RecordedFrom = table.Column<long>(type: "bigint", nullable: true),
                    RecordedTo = table.Column<long>(type: "bigint", nullable: true)
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
                name: "ImportedStatement",
                columns: table => new
                {
                    ImportId = table.Column<int>(type: "integer", nullable: false),
                    StatementId = table.Column<int>(type: "integer", nullable: false),
                    Row = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportedStatement", x => new { x.ImportId, x.StatementId });
                    table.ForeignKey(
                        name: "FK_ImportedStatement_Imports_ImportId",
                        column: x => x.ImportId,
                        principalTable: "Imports",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ImportedStatement_Statements_StatementId",
                        column: x => x.StatementId,
                        principalTable: "Statements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Quantity",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    StatementId = table.Column<int>(type: "integer", nullable: false),
                    Measure = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Low = table.Column<double>(type: "double precision", nullable: true),
                    High = table.Column<double>(type: "double precision", nullable: true),
                    Unit = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C")
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
                name: "RecodedStatement",
                columns: table => new
                {
                    RecodingId = table.Column<int>(type: "integer", nullable: false),
                    StatementId = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecodedStatement", x => new { x.RecodingId, x.StatementId });
                    table.ForeignKey(
                        name: "FK_RecodedStatement_Recodings_RecodingId",
                        column: x => x.RecodingId,
                        principalTable: "Recodings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_RecodedStatement_Statements_StatementId",
                        column: x => x.StatementId,
                        principalTable: "Statements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StatementWords",
                columns: table => new
                {
                    StatementId = table.Column<int>(type: "integer", nullable: false),
                    Day = table.Column<int>(type: "integer", nullable: false),
                    Quarter = table.Column<int>(type: "integer", nullable: false),
                    Summary = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Quote = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Translation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Notes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Facets = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Vector = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true, computedColumnSql: "peacetracker_keys(\"Summary\" || ' : ' || \"Quote\" || ' : ' || \"Translation\" || ' : ' || \"Notes\" || ' : ' || \"Facets\")", stored: true)
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

            migrationBuilder.CreateTable(
                name: "Citation",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    StatementId = table.Column<int>(type: "integer", nullable: false),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Source = table.Column<int>(type: "integer", nullable: false),
                    Paragraph = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    TextNumber = table.Column<int>(type: "integer", nullable: true),
                    Exact = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    ExactSize = table.Column<int>(type: "integer", nullable: true),
                    ExactShape = table.Column<byte[]>(type: "bytea", nullable: true),
                    Prefix = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Suffix = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Position = table.Column<int>(type: "integer", nullable: true)
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
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Record = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Regions = table.Column<List<string>>(type: "text[]", nullable: false),
                    HeldBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ShareLow = table.Column<int>(type: "integer", nullable: true),
                    ShareHigh = table.Column<int>(type: "integer", nullable: true),
                    AsOf = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AttributedTo = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Statement = table.Column<int>(type: "integer", nullable: false),
                    Source = table.Column<int>(type: "integer", nullable: false),
                    Paragraph = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C")
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
                });

            migrationBuilder.CreateTable(
                name: "SourceTexts",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    Source = table.Column<int>(type: "integer", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    Editor = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C")
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

            migrationBuilder.CreateTable(
                name: "SourceWords",
                columns: table => new
                {
                    SourceId = table.Column<int>(type: "integer", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Names = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Notes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Vector = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true, computedColumnSql: "peacetracker_keys(\"Title\" || ' : ' || \"Names\" || ' : ' || \"Notes\")", stored: true)
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
                name: "PublishedCodings",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    PartyId = table.Column<int>(type: "integer", nullable: false),
                    IssueId = table.Column<int>(type: "integer", nullable: false),
                    RegionId = table.Column<int>(type: "integer", nullable: false),
                    Day = table.Column<int>(type: "integer", nullable: false),
                    Earliest = table.Column<int>(type: "integer", nullable: false),
                    RecordedFrom = table.Column<long>(type: "bigint", nullable: false),
                    RecordedTo = table.Column<long>(type: "bigint", nullable: false),
                    StepFrom = table.Column<int>(type: "integer", nullable: false),
                    StepTo = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Channel = table.Column<int>(type: "integer", nullable: false),
                    SourceGrade = table.Column<int>(type: "integer", nullable: false),
                    Information = table.Column<int>(type: "integer", nullable: false),
                    Statement = table.Column<int>(type: "integer", nullable: false),
                    Origins = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Copied = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PublishedCodings", x => new { x.PartyId, x.IssueId, x.RegionId, x.Day, x.Id });
                    table.ForeignKey(
                        name: "FK_PublishedCodings_Coding_Id",
                        column: x => x.Id,
                        principalTable: "Coding",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SampleUnit",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    SampleId = table.Column<int>(type: "integer", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    CodingId = table.Column<int>(type: "integer", nullable: false),
                    StatementId = table.Column<int>(type: "integer", nullable: false),
                    StepFrom = table.Column<int>(type: "integer", nullable: true),
                    StepTo = table.Column<int>(type: "integer", nullable: true),
                    State = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Channel = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CodedAt = table.Column<long>(type: "bigint", nullable: true),
                    Adjudication = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    AdjudicationReason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Adjudicator = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SampleUnit", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SampleUnit_CodingSamples_SampleId",
                        column: x => x.SampleId,
                        principalTable: "CodingSamples",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_SampleUnit_Coding_CodingId",
                        column: x => x.CodingId,
                        principalTable: "Coding",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SampleUnit_Statements_StatementId",
                        column: x => x.StatementId,
                        principalTable: "Statements",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Anchors",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<int>(type: "integer", nullable: false),
                    CitationId = table.Column<int>(type: "integer", nullable: false),
                    TextNumber = table.Column<int>(type: "integer", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: true),
                    Length = table.Column<int>(type: "integer", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Editor = table.Column<int>(type: "integer", nullable: true),
                    At = table.Column<long>(type: "bigint", nullable: false)
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

            migrationBuilder.InsertData(
                table: "Roles",
                columns: new[] { "Id", "ConcurrencyStamp", "Name", "NormalizedName" },
                values: new object[,]
                {
                    { 1, "Editor", "Editor", "EDITOR" },
                    { 2, "Reviewer", "Reviewer", "REVIEWER" },
                    { 3, "Admin", "Admin", "ADMIN" },
                    { 4, "Auditor", "Auditor", "AUDITOR" }
                });

            migrationBuilder.CreateIndex(
                name: "IX_AccountEvents_AccountId",
                table: "AccountEvents",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_AccountRoles_RoleId",
                table: "AccountRoles",
                column: "RoleId");

            migrationBuilder.CreateIndex(
                name: "IX_Accounts_Pseudonym",
                table: "Accounts",
                column: "Pseudonym",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "Accounts",
                column: "NormalizedUserName",
                unique: true);

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

            migrationBuilder.CreateIndex(
                name: "IX_ApiTokens_AccountId",
                table: "ApiTokens",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_ApiTokens_Hash",
                table: "ApiTokens",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Autosaves_Account_Form",
                table: "Autosaves",
                columns: new[] { "Account", "Form" });

            migrationBuilder.CreateIndex(
                name: "IX_Citation_ProcessId_ExactSize_ExactShape",
                table: "Citation",
                columns: new[] { "ProcessId", "ExactSize", "ExactShape" },
                filter: "\"ExactSize\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Citation_ProcessId_Source",
                table: "Citation",
                columns: new[] { "ProcessId", "Source" });

            migrationBuilder.CreateIndex(
                name: "IX_Citation_StatementId",
                table: "Citation",
                column: "StatementId");

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
                column: "Region",
                filter: "\"Region\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Coding_StatementId",
                table: "Coding",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_CodingSamples_ProcessId_Number",
                table: "CodingSamples",
                columns: new[] { "ProcessId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_CompletedRequests_At",
                table: "CompletedRequests",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Figures_ProcessId_Source",
                table: "Figures",
                columns: new[] { "ProcessId", "Source" });

            migrationBuilder.CreateIndex(
                name: "IX_Figures_ProcessId_Statement",
                table: "Figures",
                columns: new[] { "ProcessId", "Statement" });

            migrationBuilder.CreateIndex(
                name: "IX_ImportedStatement_StatementId",
                table: "ImportedStatement",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_Imports_Account_ProcessId",
                table: "Imports",
                columns: new[] { "Account", "ProcessId" });

            migrationBuilder.CreateIndex(
                name: "IX_Imports_ProcessId_Sha256",
                table: "Imports",
                columns: new[] { "ProcessId", "Sha256" });

            migrationBuilder.CreateIndex(
                name: "IX_NoSeat_PeaceProcessId",
                table: "NoSeat",
                column: "PeaceProcessId");

            migrationBuilder.CreateIndex(
                name: "IX_Office_PersonId",
                table: "Office",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_OneTimeTokens_AccountId",
                table: "OneTimeTokens",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_Passkeys_UserId",
                table: "Passkeys",
                column: "UserId");

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
                name: "IX_RecodedStatement_StatementId",
                table: "RecodedStatement",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_Recodings_Account_ProcessId",
                table: "Recodings",
                columns: new[] { "Account", "ProcessId" });

            migrationBuilder.CreateIndex(
                name: "IX_Recodings_ProcessId",
                table: "Recodings",
                column: "ProcessId");

            migrationBuilder.CreateIndex(
                name: "IX_Regions_ProcessId",
                table: "Regions",
                column: "ProcessId");

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
                name: "RoleNameIndex",
                table: "Roles",
                column: "NormalizedName",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SampleUnit_CodingId",
                table: "SampleUnit",
                column: "CodingId");

            migrationBuilder.CreateIndex(
                name: "IX_SampleUnit_SampleId",
                table: "SampleUnit",
                column: "SampleId");

            migrationBuilder.CreateIndex(
                name: "IX_SampleUnit_StatementId",
                table: "SampleUnit",
                column: "StatementId");

            migrationBuilder.CreateIndex(
                name: "IX_ScaleVersions_Codebook",
                table: "ScaleVersions",
                column: "Codebook");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_AccountId",
                table: "Sessions",
                column: "AccountId");

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_KeyHash",
                table: "Sessions",
                column: "KeyHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SourceMerges_ProcessId_Merged",
                table: "SourceMerges",
                columns: new[] { "ProcessId", "Merged" });

            migrationBuilder.CreateIndex(
                name: "IX_SourceTexts_ProcessId_Source_Number",
                table: "SourceTexts",
                columns: new[] { "ProcessId", "Source", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SourceWords_Vector",
                table: "SourceWords",
                column: "Vector")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ProcessId_NormalAddress",
                table: "Sources",
                columns: new[] { "ProcessId", "NormalAddress" });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ProcessId_NormalArchiveAddress",
                table: "Sources",
                columns: new[] { "ProcessId", "NormalArchiveAddress" });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_PublisherId",
                table: "Sources",
                column: "PublisherId");

            migrationBuilder.CreateIndex(
                name: "IX_StatementWords_Day_StatementId",
                table: "StatementWords",
                columns: new[] { "Day", "StatementId" });

            migrationBuilder.CreateIndex(
                name: "IX_StatementWords_Quarter",
                table: "StatementWords",
                column: "Quarter");

            migrationBuilder.CreateIndex(
                name: "IX_StatementWords_Vector",
                table: "StatementWords",
                column: "Vector")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_Open",
                table: "Statements",
                columns: new[] { "ProcessId", "Number" },
                unique: true,
                filter: "\"Status\" IN ('Draft', 'InReview', 'Returned')");

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
                columns: new[] { "ProcessId", "Event" },
                filter: "\"Event\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Statements_ProcessId_Number_Revision",
                table: "Statements",
                columns: new[] { "ProcessId", "Number", "Revision" },
                unique: true);

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

            migrationBuilder.Sql("""
                CREATE FUNCTION peacetracker_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'The revision log is only added to.'; END $$
                """);
            migrationBuilder.Sql("CREATE TRIGGER \"Revisions_change\" BEFORE UPDATE OR DELETE ON \"Revisions\" FOR EACH ROW EXECUTE FUNCTION peacetracker_refuse()");
            migrationBuilder.Sql("CREATE TRIGGER \"Revisions_truncate\" BEFORE TRUNCATE ON \"Revisions\" FOR EACH STATEMENT EXECUTE FUNCTION peacetracker_refuse()");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AccountEvents");

            migrationBuilder.DropTable(
                name: "AccountRoles");

            migrationBuilder.DropTable(
                name: "Anchors");

            migrationBuilder.DropTable(
                name: "ApiTokens");

            migrationBuilder.DropTable(
                name: "Autosaves");

            migrationBuilder.DropTable(
                name: "ClauseDifferences");

            migrationBuilder.DropTable(
                name: "CompletedRequests");

            migrationBuilder.DropTable(
                name: "DataProtectionKeys");

            migrationBuilder.DropTable(
                name: "Discrepancies");

            migrationBuilder.DropTable(
                name: "Figures");

            migrationBuilder.DropTable(
                name: "ImportedStatement");

            migrationBuilder.DropTable(
                name: "NoSeat");

            migrationBuilder.DropTable(
                name: "Office");

            migrationBuilder.DropTable(
                name: "OneTimeTokens");

            migrationBuilder.DropTable(
                name: "Passkeys");

            migrationBuilder.DropTable(
                name: "ProposalLink");

            migrationBuilder.DropTable(
                name: "PublishedCodings");

            migrationBuilder.DropTable(
                name: "Quantity");

            migrationBuilder.DropTable(
                name: "RecodedStatement");

            migrationBuilder.DropTable(
                name: "RecoveryCodes");

            migrationBuilder.DropTable(
                name: "RevisionHead");

            migrationBuilder.DropTable(
                name: "Revisions");

            migrationBuilder.DropTable(
                name: "SampleUnit");

            migrationBuilder.DropTable(
                name: "ScaleVersions");

            migrationBuilder.DropTable(
                name: "SeedDigests");

            migrationBuilder.DropTable(
                name: "Sessions");

            migrationBuilder.DropTable(
                name: "SourceMerges");

            migrationBuilder.DropTable(
                name: "SourceTexts");

            migrationBuilder.DropTable(
                name: "SourceWords");

            migrationBuilder.DropTable(
                name: "StatementWords");

            migrationBuilder.DropTable(
                name: "Roles");

            migrationBuilder.DropTable(
                name: "Citation");

            migrationBuilder.DropTable(
                name: "Imports");

            migrationBuilder.DropTable(
                name: "Recodings");

            migrationBuilder.DropTable(
                name: "CodingSamples");

            migrationBuilder.DropTable(
                name: "Coding");

            migrationBuilder.DropTable(
                name: "CodebookVersions");

            migrationBuilder.DropTable(
                name: "Accounts");

            migrationBuilder.DropTable(
                name: "Sources");

            migrationBuilder.DropTable(
                name: "Issues");

            migrationBuilder.DropTable(
                name: "Parties");

            migrationBuilder.DropTable(
                name: "Regions");

            migrationBuilder.DropTable(
                name: "Statements");

            migrationBuilder.DropTable(
                name: "Publishers");

            migrationBuilder.DropTable(
                name: "Events");

            migrationBuilder.DropTable(
                name: "People");

            migrationBuilder.DropTable(
                name: "Proposals");

            migrationBuilder.DropTable(
                name: "Processes");
            migrationBuilder.Sql("DROP FUNCTION peacetracker_refuse");
            migrationBuilder.Sql("DROP FUNCTION peacetracker_keys");
        }
    }
}
