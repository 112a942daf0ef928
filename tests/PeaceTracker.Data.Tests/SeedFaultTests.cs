using PeaceTracker.Data.Seeding;

namespace PeaceTracker.Data.Tests;

/// <summary>One thing broken at a time in a copy of the seeds: the fault says where it stands and what was expected, and nothing is written.</summary>
public sealed class SeedFaultTests : IDisposable
{
    private readonly SeedCopy seeds = new();

    public void Dispose() => seeds.Dispose();

    /// <summary>Two cells that do not go together: the one to mend is named, not the one that was altered.</summary>
    [Theory]
    [InlineData("step_from", "3", "step_to", "a range of steps with the state ambiguous")]
    [InlineData("state", "silent", "step_from", "a step, except with the states silent and declined")]
    [InlineData("state", "conditional", "condition", "the condition in words")]
    [InlineData("state", "inferred", "reason", "the reason in words")]
    [InlineData("issue", "neutrality", "region", "nothing: the issue is not coded by region")]
    public async Task A_coding_whose_cells_do_not_go_together_names_the_cell_to_mend(string altered, string value, string named, string expected)
    {
        seeds.Set("ukraine/codings.csv", 2, altered, value);
        var fault = await FaultAsync(fault => fault.Column == named);
        Assert.Equal("ukraine/codings.csv", fault.File);
        Assert.Equal(2, fault.Line);
        Assert.Contains(expected, fault.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ukraine/statements.csv", "made_on", "2025-08-32", "an EDTF date")]
    [InlineData("ukraine/statements.csv", "made_on", "", "an EDTF date with a first and a last day")]
    [InlineData("ukraine/statements.csv", "made_on", "2025-08-01/..", "a first and a last day")]
    [InlineData("ukraine/statements.csv", "parties", "ruritania", "parties of parties.csv")]
    [InlineData("ukraine/statements.csv", "speaker", "nobody", "a person of people.csv")]
    [InlineData("ukraine/statements.csv", "office", "President of Ukraine", "an office of the speaker")]
    [InlineData("ukraine/statements.csv", "channel", "rumour", "one of official-document, legal-document")]
    [InlineData("ukraine/statements.csv", "grade", "7", "a digit from 1 to 6")]
    [InlineData("ukraine/statements.csv", "number", "one", "a whole number")]
    [InlineData("ukraine/statements.csv", "published_at", "2026-11-25", "an instant in UTC")]
    [InlineData("ukraine/statements.csv", "flags", "wrong", "some of contradicted")]
    [InlineData("ukraine/statements.csv", "proposal", "no-such-paper", "a proposal of proposals.csv")]
    [InlineData("ukraine/statements.csv", "summary", "", "a value")]
    [InlineData("ukraine/said-about.csv", "statement", "99999", "a statement of statements.csv")]
    [InlineData("ukraine/said-about.csv", "proposal", "no-such-paper", "a proposal of proposals.csv")]
    [InlineData("ukraine/citations.csv", "source", "99999", "a source of sources.csv")]
    [InlineData("ukraine/citations.csv", "statement", "99999", "a statement of statements.csv")]
    [InlineData("ukraine/codings.csv", "step_from", "9", "steps from 1 to 5")]
    [InlineData("ukraine/codings.csv", "step_from", "0", "steps from 1 to 5")]
    [InlineData("ukraine/codings.csv", "step_to", "", "both step_from and step_to, or neither")]
    [InlineData("ukraine/codings.csv", "state", "sure", "one of stated, inferred")]
    [InlineData("ukraine/codings.csv", "party", "ukraine", "a party of the statement (russia)")]
    [InlineData("ukraine/codings.csv", "issue", "weather", "an issue of codebook/issues.csv")]
    [InlineData("ukraine/codings.csv", "region", "UA-99", "a region of regions.csv")]
    [InlineData("ukraine/sources.csv", "derived_from", "99999", "sources of sources.csv")]
    [InlineData("ukraine/sources.csv", "derived_from", "1", "derivations that do not run in a circle")]
    [InlineData("ukraine/sources.csv", "url", "nowhere", "begins with https://")]
    [InlineData("ukraine/sources.csv", "url", "javascript:alert(1)", "begins with https://")]
    [InlineData("ukraine/sources.csv", "archive_url", "ftp://archive.example/1", "begins with https://")]
    [InlineData("ukraine/sources.csv", "publisher", "nobody", "a publisher of publishers.csv")]
    [InlineData("ukraine/sources.csv", "grade", "G", "one of A, B, C, D, E, F")]
    [InlineData("ukraine/publishers.csv", "grade", "", "one of A, B, C, D, E, F")]
    [InlineData("ukraine/events.csv", "date", "April 2008", "an EDTF date")]
    [InlineData("ukraine/figures.csv", "held_by", "nobody", "a party of parties.csv")]
    [InlineData("ukraine/offices.csv", "party", "nobody", "a party of parties.csv")]
    [InlineData("ukraine/parties.csv", "monogram", "U", "that no other party has")]
    [InlineData("ukraine/parties.csv", "monogram", "Ukr", "two to four capital letters")]
    [InlineData("ukraine/discrepancies.csv", "code", "K1?", "K and a number")]
    [InlineData("ukraine/discrepancies.csv", "kind", "rumour", "one of conflict, oddity")]
    [InlineData("ukraine/statements.csv", "notes", "As K99 says.", "only codes of discrepancies there are")]
    [InlineData("codebook/issues.csv", "regional", "perhaps", "yes or no")]
    [InlineData("codebook/steps.csv", "issue", "weather", "an issue of codebook/issues.csv")]
    public async Task A_wrong_cell_is_named_by_file_line_and_column(string file, string column, string found, string expected)
    {
        seeds.Set(file, 2, column, found);
        var fault = await FaultAsync(fault => fault.File == file && fault.Column == column);
        Assert.Equal(2, fault.Line);
        Assert.Equal(found, fault.Found);
        Assert.Contains(expected, fault.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ukraine/statements.csv", "number")]
    [InlineData("ukraine/sources.csv", "number")]
    [InlineData("ukraine/parties.csv", "slug")]
    [InlineData("ukraine/people.csv", "slug")]
    [InlineData("ukraine/regions.csv", "iso")]
    [InlineData("ukraine/proposals.csv", "slug")]
    [InlineData("ukraine/events.csv", "slug")]
    [InlineData("ukraine/discrepancies.csv", "code")]
    [InlineData("ukraine/said-about.csv", "statement")]
    [InlineData("codebook/issues.csv", "slug")]
    public async Task A_key_that_stands_twice_is_named_where_it_stands_again(string file, string column)
    {
        var first = seeds.Cell(file, 2, column);
        seeds.Set(file, 3, column, first);
        var fault = await FaultAsync(fault => fault.File == file && fault.Column == column && fault.Expected.Contains("no other row has", StringComparison.Ordinal));
        Assert.Equal(3, fault.Line);
        Assert.Equal(first, fault.Found);
    }

    [Theory]
    // Statement 2 is a clause, coded on territory.
    [InlineData("ukraine/statements.csv", "2,", "topic", "neutrality;territory", "no issue that the statement is coded on")]
    // Statement 6 is the first of said-about.csv.
    [InlineData("ukraine/statements.csv", "6,", "proposal", "russian-terms-august-2025", "it is no clause")]
    public async Task What_does_not_go_with_another_table_is_named(string file, string start, string column, string found, string expected)
    {
        var line = seeds.Line(file, start);
        seeds.Set(file, line, column, found);
        var fault = await FaultAsync(fault => fault.Column == column && fault.Line == line);
        Assert.Equal(found, fault.Found);
        Assert.Contains(expected, fault.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circle_of_two_sources_is_named()
    {
        var copy = seeds.Line("ukraine/sources.csv", "1,");
        var model = seeds.Cell("ukraine/sources.csv", copy, "derived_from").Split(';')[0];
        var line = seeds.Line("ukraine/sources.csv", model + ",");
        seeds.Set("ukraine/sources.csv", line, "derived_from", "1");
        var fault = await FaultAsync(fault => fault.Column == "derived_from" && fault.Line == line);
        Assert.Equal("1", fault.Found);
        Assert.Contains("circle", fault.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_without_a_source_is_named()
    {
        var file = seeds.PathOf("ukraine/citations.csv");
        File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.StartsWith("1136,", StringComparison.Ordinal)));
        var fault = await FaultAsync(fault => fault.File == "ukraine/statements.csv");
        Assert.Equal(seeds.Line("ukraine/statements.csv", "1136,"), fault.Line);
        Assert.Contains("no statement without a source", fault.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("too,few", "2 fields")]
    [InlineData("", "1 fields")]
    public async Task A_ragged_or_blank_row_is_named_by_its_line(string row, string found)
    {
        var file = seeds.PathOf("ukraine/codings.csv");
        var lines = File.ReadAllLines(file).ToList();
        lines.Insert(4, row);
        File.WriteAllLines(file, lines);
        var fault = await FaultAsync(fault => fault.File == "ukraine/codings.csv");
        Assert.Equal(5, fault.Line);
        Assert.Equal(found, fault.Found);
        Assert.Equal("11 fields, as the header has", fault.Expected);
    }

    [Fact]
    public async Task A_wrong_header_is_named_with_the_right_one()
    {
        var file = seeds.PathOf("ukraine/citations.csv");
        var lines = File.ReadAllLines(file);
        lines[0] = "statement,source,para,note";
        File.WriteAllLines(file, lines);
        var fault = await FaultAsync(fault => fault.File == "ukraine/citations.csv");
        Assert.Equal(1, fault.Line);
        Assert.Equal("statement,source,para,note", fault.Found);
        Assert.Equal("the header statement,source,paragraph,note", fault.Expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(150)]
    public async Task Bytes_that_are_not_UTF_8_are_named_by_their_line(int line)
    {
        var file = seeds.PathOf("ukraine/codings.csv");
        var bytes = File.ReadAllBytes(file);
        var place = 0;
        for (var passed = 1; passed < line; passed++)
            place = Array.IndexOf(bytes, (byte)'\n', place) + 1;
        bytes[place] = 0xFF;
        File.WriteAllBytes(file, bytes);
        var fault = await FaultAsync(fault => fault.File == "ukraine/codings.csv");
        Assert.Equal(line, fault.Line);
        Assert.Equal("bytes that are not UTF-8", fault.Found);
        Assert.Equal("a file saved as UTF-8", fault.Expected);
    }

    [Theory]
    [InlineData("ukraine/citations.csv")]
    [InlineData("codebook/steps.csv")]
    [InlineData("ukraine/process.json")]
    public async Task A_missing_file_is_named(string file)
    {
        File.Delete(seeds.PathOf(file));
        var fault = await FaultAsync(fault => fault.File == file);
        Assert.NotEmpty(fault.Expected);
    }

    [Theory]
    [InlineData("{\n  \"slug\": \"ukraine\",\n  \"title\": oops\n}", 3)]
    [InlineData("{\n  \"slug\": \"ukraine\"\n}", 3)]
    [InlineData("null", 1)]
    [InlineData("", 1)]
    public async Task Broken_settings_are_named_by_line(string json, int line)
    {
        File.WriteAllText(seeds.PathOf("ukraine/process.json"), json);
        var fault = await FaultAsync(fault => fault.File == "ukraine/process.json");
        Assert.Equal(line, fault.Line);
        Assert.Contains("principalPair", fault.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_faults_are_all_named_and_each_once()
    {
        seeds.Set("ukraine/statements.csv", 2, "number", "one");
        seeds.Set("ukraine/statements.csv", 3, "made_on", "soon");
        using var store = Store.Empty(seeds.Folder);
        var error = await Assert.ThrowsAsync<SeedException>(store.SetUpAsync);
        Assert.Contains(error.Faults, fault => fault is { Line: 2, Column: "number" });
        Assert.Contains(error.Faults, fault => fault is { Line: 3, Column: "made_on" });
        Assert.Equal(error.Faults.Count, error.Faults.Distinct().Count());
        Assert.Contains("ukraine/statements.csv, line 3, column made_on: found \"soon\"; expected", error.Message, StringComparison.Ordinal);
    }

    private async Task<SeedFault> FaultAsync(Func<SeedFault, bool> wanted)
    {
        using var store = Store.Empty(seeds.Folder);
        var error = await Assert.ThrowsAsync<SeedException>(store.SetUpAsync);
        Assert.Empty(store.Db.Processes);
        Assert.Empty(store.Db.Issues);
        Assert.Empty(store.Db.CodebookVersions);
        var faults = error.Faults.Where(wanted).ToList();
        Assert.True(faults.Count > 0, error.Message);
        return faults[0];
    }
}
