using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using PeaceTracker.Data.Accounts;
using PeaceTracker.Data.Desk;
using PeaceTracker.Data.History;
using PeaceTracker.Web.Features.DeskImports;
using PeaceTracker.Web.Files;
using PeaceTracker.Web.Reading;
using PeaceTracker.Web.Writing;
using PeaceTracker.Web.Writing.Importing;

namespace PeaceTracker.Web.Hosting;

/// <summary>
/// <c>import</c>: a table to drafts, as the page of the desk does it, and larger ones. Everything is looked at before the store is held; it is
/// held for as long as the rows are written, all in one transaction.
/// </summary>
internal sealed class ImportCommand
{
    /// <summary>How often it is taken in what others wrote meanwhile, each time less, before it gives up.</summary>
    private const int Times = 20;

    private const int MostRowsNamed = 12, MostProblemsNamed = 40;

    private readonly Argument<string?> file = new("file") { Description = "The table: text with separators and a heading (CSV, TSV), a workbook (.xlsx), JSON, or a coded project (.qdpx).", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> process = new("--process") { Description = "Short name of the process, such as ukraine.", Required = true };
    private readonly Option<string> by = new("--as") { Description = "Sign-in name of the editor whose drafts they become.", Required = true };
    private readonly Option<string[]> map = new("--map") { Description = "A column by its heading, and the field it is: \"Gesagt am=said\". May be given several times; the others are found by their headings." };
    private readonly Option<string[]> all = new("--all") { Description = "What a field is in every row: channel=on-record. May be given several times." };
    private readonly Option<string?> encoding = new("--encoding") { Description = "Encoding of the file; found out when left out." };
    private readonly Option<string?> separator = new("--separator") { Description = "Separator of the cells, or tab; found out when left out." };
    private readonly Option<bool> dry = new("--dry-run") { Description = "Only says what would be done." };
    private readonly Option<bool> near = new("--near") { Description = "Brings in also the rows that are likely the same as a statement on record or an earlier row." };
    private readonly Option<string?> rejected = new("--rejected") { Description = "Brings in the rows that are right, and writes those that are left out to this file, each with its error. Without it a row with an error stops everything." };
    private readonly Option<int?> undo = new("--undo") { Description = "Throws away what this import brought in, by its number, as far as no reviewer decided on it." };

    /// <inheritdoc cref="VerifyCommand.Of"/>
    public static Command Of(Option<bool> json, Func<CancellationToken, Task<WebApplication>> open, Action<object> write)
    {
        var options = new ImportCommand();
        var command = new Command("import", "Makes drafts of the rows of a table, of all or of none. Exit code 0 done, 1 not done, 2 a dry run found errors, 130 stopped.")
        {
            options.file, options.process, options.by, options.map, options.all, options.encoding, options.separator, options.dry, options.near, options.rejected, options.undo,
        };
        command.Validators.Add(given =>
        {
            if (given.GetResult(options.file) is { Tokens.Count: > 0 } == given.GetResult(options.undo) is not null)
                given.AddError("Name a file to bring in, or the import to undo with --undo.");
        });
        options.encoding.AcceptOnlyFromAmong([.. TableText.Encodings.Select(one => one.Name)]);
        foreach (var pairs in new[] { options.map, options.all })
        {
            pairs.Validators.Add(given =>
            {
                foreach (var token in given.Tokens)
                {
                    if (Pair(token.Value) is not { } pair)
                        given.AddError($"{pairs.Name} takes two texts with = between. Found {token.Value}.");
                    else if (!ImportField.IsField(pairs == options.map ? pair.Second : pair.First))
                        given.AddError($"{(pairs == options.map ? pair.Second : pair.First)} is no field. They are named in docs/api.md.");
                }
            });
        }

        command.Does(async (given, cancellation) =>
        {
            await using var app = await open(cancellation);
            await using var scope = app.Services.CreateAsyncScope();
            var run = new Run(scope.ServiceProvider, given, options, given.GetValue(json) ? write : null);
            return await run.RunAsync(cancellation);
        });
        return command;
    }

    private static (string First, string Second)? Pair(string text) => text.LastIndexOf('=') is > 0 and var at && at < text.Length - 1 ? (text[..at].Trim(), text[(at + 1)..].Trim()) : null;

    private sealed class Run(IServiceProvider services, ParseResult given, ImportCommand options, Action<object>? json)
    {
        private readonly ImportChecks checks = services.GetRequiredService<ImportChecks>();
        private readonly Imports imports = services.GetRequiredService<Imports>();
        private readonly Ledger ledger = services.GetRequiredService<Ledger>();

        public async Task<int> RunAsync(CancellationToken cancellation)
        {
            var slug = given.GetRequiredValue(options.process);
            if (await services.GetRequiredService<ProcessReader>().ReadAsync(slug, cancellation) is not { } contents)
                return Refuse($"There is no process {slug}.");
            var name = given.GetRequiredValue(options.by);
            var users = services.GetRequiredService<UserManager<Account>>();
            if (await users.FindByNameAsync(name) is not { DisabledAt: null } account || !(await users.GetRolesAsync(account)).Intersect([Roles.Editor, Roles.Reviewer]).Any())
                return Refuse($"There is no editor with the sign-in name {name}. `user list` names all.");
            return given.GetValue(options.undo) is { } number
                ? await UndoAsync(contents, account, number, cancellation)
                : await BringInAsync(contents, account, given.GetValue(options.file)!, cancellation);
        }

        private async Task<int> BringInAsync(ProcessContents contents, Account account, string path, CancellationToken cancellation)
        {
            if (!File.Exists(path))
                return Refuse($"There is no file {path}.");
            var content = await File.ReadAllBytesAsync(path, cancellation);
            var sha = Convert.ToHexStringLower(SHA256.HashData(content));
            var process = contents.Process;
            if (await imports.DoneAsync(process.Id, sha, cancellation) is { } done)
                return Again(done);
            if (TableText.Read(content, given.GetValue(options.encoding), out var problem) is not { } text)
                return Refuse(problem!);
            var table = TableRows.Read(text, given.GetValue(options.separator) is "tab" ? "\t" : given.GetValue(options.separator), TableRows.MostByCommand);
            if (table.Problem is not null)
                return Refuse(table.Problem + ".");
            if (Choices(table, out var missing) is not { } choices)
                return Refuse(missing);
            var import = new Import
            {
                ProcessId = process.Id,
                Account = account.Id,
                FileName = Path.GetFileName(path) is { Length: <= 200 } name ? name : "a file",
                // A long file is not kept: its rows are drafts, and the page could not show it.
                Content = content.Length <= Import.MaxLength && table.Rows.Count <= TableRows.Most ? content : [],
                Sha256 = sha,
                Choices = "",
                At = services.GetRequiredService<TimeProvider>().GetUtcNow(),
            };
            content = [];
            ImportCheck? check = null;
            for (var time = 1; ; time++)
            {
                // Outside the turn of the writers, who go on meanwhile.
                if (check is null || !await checks.IsCurrentAsync(contents, check, inTurn: false, cancellation))
                    check = await CheckedAsync(contents, text, table, choices, cancellation);
                var taken = check.Rows.Where(row => row.IsReady || (row.IsNear && given.GetValue(options.near))).ToList();
                var stopped = check.WithProblems.Any() && given.GetValue(options.rejected) is null;
                if (given.GetValue(options.dry) || stopped || taken.Count == 0)
                {
                    await WriteRejectedAsync(check, taken, cancellation);
                    Tell(check, taken.Count, null);
                    return given.GetValue(options.dry) ? check.WithProblems.Any() ? 2 : 0 : check.WithProblems.Any() ? 1 : 0;
                }

                try
                {
                    using var progress = new ProgressLine(services.GetRequiredService<TimeProvider>());
                    ImportSummary? before = null;
                    await ledger.WriteAsync(new(account.Id, account.Pseudonym), null, async changes =>
                    {
                        before = await imports.DoneAsync(process.Id, sha, cancellation);
                        if (before is not null)
                            return "";
                        var mark = check.Mark;
                        if (!await checks.IsCurrentAsync(contents, check, inTurn: true, cancellation) || check.Mark != mark)
                            throw new StaleFormException();
                        await imports.AddAsync(import, cancellation);
                        await checks.BringInAsync(contents, import, check, taken, changes, count => progress.Tell("Writing", count, taken.Count), cancellation);
                        return "";
                    }, cancellation);
                    if (before is not null)
                        return Again(before);
                }
                catch (StaleFormException) when (time < Times)
                {
                    continue;
                }
                catch (StaleFormException)
                {
                    return Refuse("Others write all the time what bears on many rows. Nothing was brought in; try again.");
                }

                await WriteRejectedAsync(check, taken, cancellation);
                Tell(check, taken.Count, import.Id);
                return 0;
            }
        }

        private async Task<ImportCheck> CheckedAsync(ProcessContents contents, TableText text, TableRows table, ImportChoices choices, CancellationToken cancellation)
        {
            using var progress = new ProgressLine(services.GetRequiredService<TimeProvider>());
            var check = await checks.BeginAsync(text, table, choices, cancellation);
            await checks.GoOnAsync(contents, check, null, count => progress.Tell("Checking", count, table.Rows.Count), cancellation);
            return check;
        }

        private ImportChoices? Choices(TableRows table, out string problem)
        {
            var choices = ImportChoices.Guess(table.Headings);
            foreach (var (heading, field) in (given.GetValue(options.map) ?? []).Select(text => Pair(text)!.Value))
            {
                if (table.Headings.ToList().FindIndex(one => one.Equals(heading, StringComparison.OrdinalIgnoreCase)) is not (>= 0 and var index))
                {
                    problem = $"The table has no column {heading}. It has {string.Join(", ", table.Headings)}.";
                    return null;
                }

                foreach (var other in choices.Columns.Where(pair => pair.Value == index).Select(pair => pair.Key).ToList())
                    choices.Columns.Remove(other);
                choices.Columns[field] = index;
            }

            foreach (var (field, value) in (given.GetValue(options.all) ?? []).Select(text => Pair(text)!.Value))
            {
                choices.Columns.Remove(field);
                choices.Same[field] = value;
            }

            var missing = ImportField.All.Where(field => field.Required && !choices.Columns.ContainsKey(field.Name) && !choices.Same.ContainsKey(field.Name)).Select(field => field.Name).ToList();
            problem = missing.Count == 0 ? "" : $"No column is {string.Join(", ", missing)}. Say which with --map \"heading=field\", or what it is in every row with --all field=text. The table has {string.Join(", ", table.Headings)}.";
            return missing.Count == 0 ? choices with { Confirmed = true } : null;
        }

        private async Task<int> UndoAsync(ProcessContents contents, Account account, int number, CancellationToken cancellation)
        {
            string? problem = null;
            var gone = 0;
            await ledger.WriteAsync(new(account.Id, account.Pseudonym), null, async changes =>
            {
                if (await imports.FindAsync(contents.Process.Id, account.Id, number, cancellation) is not { DoneAt: not null } import)
                    problem = FormattableString.Invariant($"{account.UserName} brought in no import {number}.");
                else if (import.UndoneAt is not null)
                    problem = FormattableString.Invariant($"Import {number} was undone before. Nothing was done.");
                else
                {
                    gone = (await imports.UndoableAsync(import, cancellation)).Count;
                    await imports.UndoAsync(import, null, changes, contents.Process.Slug, cancellation);
                }

                return "";
            }, cancellation);
            if (problem is not null)
                return Refuse(problem);
            if (json is not null)
                json(new { import = number, undone = gone });
            else
                Console.Out.WriteLine(FormattableString.Invariant($"Import {number} was undone: {gone:#,0} {(gone == 1 ? "statement was" : "statements were")} thrown away. The log keeps what they said."));
            return 0;
        }

        private async Task WriteRejectedAsync(ImportCheck check, List<CheckedRow> taken, CancellationToken cancellation)
        {
            if (given.GetValue(options.rejected) is not { } path)
                return;
            var numbers = taken.Select(row => row.Number).ToHashSet();
            await using var stream = File.Create(path);
            await CsvFile.WriteAsync(stream, [], ImportPage.Rejected(check, row => !numbers.Contains(row.Number)), mark: false, cancellation);
        }

        private void Tell(ImportCheck check, int taken, int? import)
        {
            // The page mends some of them row by row; who reads this mends the file.
            var problems = check.Problems.GroupBy(problem => (problem.Field, problem.Found, problem.Text))
                .Select(same => (same.Key.Field, same.Key.Found, same.Key.Text, Rows: same.SelectMany(problem => problem.Rows).Distinct().Order().ToList()))
                .OrderByDescending(problem => problem.Rows.Count).ThenBy(problem => problem.Rows[0]).ToList();
            if (json is not null)
            {
                json(new
                {
                    import,
                    dryRun = given.GetValue(options.dry),
                    again = false,
                    rows = check.Rows.Count,
                    broughtIn = import is null ? 0 : taken,
                    ready = check.Ready.Count(),
                    near = check.Near.Count(),
                    same = check.Same.Count(),
                    wrong = check.WithProblems.Count(),
                    encoding = check.Text.Encoding,
                    nearRows = check.Near.Select(row => new { row = row.Number, why = ImportPage.Why(row) }),
                    problems = problems.Select(problem => new { rows = problem.Rows, column = problem.Field, found = problem.Found, expected = problem.Text }),
                });
                return;
            }

            if (!check.Text.Told)
                Console.Out.WriteLine($"Read as {check.Text.Words}, by what its letters look like.");
            foreach (var problem in problems.Take(MostProblemsNamed))
            {
                var rows = string.Join(", ", problem.Rows.Take(MostRowsNamed)) + (problem.Rows.Count > MostRowsNamed ? FormattableString.Invariant($" and {problem.Rows.Count - MostRowsNamed:#,0} more") : "");
                Console.Out.WriteLine($"{(problem.Rows.Count == 1 ? "Row" : "Rows")} {rows}{(problem.Field.Length > 0 ? $", {problem.Field}" : "")}: {(problem.Found.Length > 0 ? $"found \"{problem.Found}\". " : "")}{problem.Text.TrimEnd('.')}.");
            }

            if (problems.Count > MostProblemsNamed)
                Console.Out.WriteLine(FormattableString.Invariant($"And {problems.Count - MostProblemsNamed:#,0} more kinds of errors. --json names all of them."));
            foreach (var row in check.Near.Take(MostRowsNamed))
                Console.Out.WriteLine(FormattableString.Invariant($"Row {row.Number}: {char.ToLowerInvariant(ImportPage.Why(row)[0])}{ImportPage.Why(row)[1..]}"));
            if (check.Near.Count() > MostRowsNamed)
                Console.Out.WriteLine(FormattableString.Invariant($"And {check.Near.Count() - MostRowsNamed:#,0} more rows that are likely the same as others."));
            Console.Out.WriteLine(FormattableString.Invariant(
                $"{check.Rows.Count:#,0} {(check.Rows.Count == 1 ? "row" : "rows")}: {check.Ready.Count():#,0} ready, {check.WithProblems.Count():#,0} with errors, {check.Near.Count():#,0} likely the same as others, {check.Same.Count():#,0} on record already."));
            Console.Out.WriteLine(import is { } id
                ? FormattableString.Invariant($"Import {id}: {taken:#,0} drafts of {given.GetRequiredValue(options.by)} were written. `import --undo {id}` takes them back while nobody decided on them.")
                : given.GetValue(options.dry) ? "Nothing was written: this was a dry run." : "Nothing was brought in.");
        }

        private int Again(ImportSummary done)
        {
            if (json is not null)
                json(new { import = done.Id, dryRun = given.GetValue(options.dry), again = true, rows = 0, broughtIn = 0 });
            else
                Console.Out.WriteLine(FormattableString.Invariant($"This very file was brought in before, as import {done.Id}. Nothing was created."));
            return 0;
        }

        private int Refuse(string problem) => Commands.Refuse(problem, json);
    }
}
