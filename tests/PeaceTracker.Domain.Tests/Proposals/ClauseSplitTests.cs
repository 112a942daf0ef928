using CsCheck;
using PeaceTracker.Domain.Proposals;

namespace PeaceTracker.Domain.Tests.Proposals;

public sealed class ClauseSplitTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        "1.", "2.", "3)", "(1)", "1.1", "2.3.", "(a)", "b)", "(iv)", "I.", "II.", "Article 2", "Section I.", "Point 3:", "стаття 1", "в)",
        "Ukraine", "shall", "not", "10.5", "2014.", "in", "\n", "\r\n", "\n\n", " ", "військ").Array[0, 25].Select(parts => string.Join(' ', parts));

    [Theory]
    [InlineData("1. One\n2. Two\n3. Three", "1|2|3")]
    [InlineData("1) One\n2) Two", "1|2")]
    [InlineData("(1) One\n(2) Two", "1|2")]
    [InlineData("1.One\n2.Two", "1|2")]
    [InlineData("1. One\n1.1 A\n1.2. B\n2. Two\n2.1 C\n2.1.1 D\n2.2 E", "1|-1.1|-1.2|2|-2.1|--2.1.1|-2.2")]
    [InlineData("1.1 A\n1.2 B\n2.1 C", "1.1|1.2|2.1")]
    [InlineData("1. One\n(a) A\n(b) B\n2. Two\na) C\nb) D", "1|-1a|-1b|2|-2a|-2b")]
    [InlineData("1. One\n1) A\n2) B\n2. Two", "1|-1.1|-1.2|2")]
    [InlineData("7.1 One\n(a) A\n(i) B\n(ii) C\n(b) D", "7.1|-7.1a|--7.1a(i)|--7.1a(ii)|-7.1b")]
    [InlineData("1. One\n(i) A\n(ii) B\n(iii) C\n(iv) D\n(v) E", "1|-1(i)|-1(ii)|-1(iii)|-1(iv)|-1(v)")]
    [InlineData("(a) 1\n(b) 2\n(c) 3\n(d) 4\n(e) 5\n(f) 6\n(g) 7\n(h) 8\n(i) 9\n(j) 10", "a|b|c|d|e|f|g|h|i|j")]
    [InlineData("I. One\n1. A\n2. B\nII. Two\n1. C", "I|-I.1|-I.2|II|-II.1")]
    [InlineData("IV) Four", "IV")]
    [InlineData("Article 1\nTerritory\n1. A\n2. B\nArticle 2\nForces\n(a) C", "art. 1|-art. 1.1|-art. 1.2|art. 2|-art. 2a")]
    [InlineData("Article 1. One\n1.1 A\n1.2 B\nArticle 2. Two\n2.1 C", "art. 1|-art. 1.1|-art. 1.2|art. 2|-art. 2.1")]
    [InlineData("Стаття 1\nТериторія\nСтаття 2. Війська", "art. 1|art. 2")]
    [InlineData("Пункт 1. Раз\nПункт 2. Два", "1|2")]
    [InlineData("Point 1: One\nPoint 2: Two", "1|2")]
    [InlineData("Section I\n1. A\n2. B\nSection II\n3. C", "section I|-section I, point 1|-section I, point 2|section II|-section II, point 3")]
    [InlineData("Section 2\nArticle 3\nA\nArticle 4\nB\nSection 3\nC", "section 2|-section 2, art. 3|-section 2, art. 4|section 3")]
    [InlineData("1. (a) A\n(b) B", "1|-1a|-1b")]
    [InlineData("1. Раз\nа) А\nб) Б\nв) В\nг) Г\nд) Д\nе) Е\nж) Ж", "1|-1a|-1b|-1v|-1h|-1d|-1e|-1zh")]
    public void Numbering_makes_a_tree(string text, string expected)
    {
        foreach (var end in new[] { "\n", "\r\n", "\u2028" })
        {
            var split = ClauseSplit.Of(text.Replace("\n", end, StringComparison.Ordinal));
            Assert.Equal(expected, string.Join('|', split.Clauses.Select(clause => new string('-', clause.Depth) + clause.Number)));
            Assert.Null(split.Preamble);
        }
    }

    [Theory]
    [InlineData("1. One\n1.1 A\n1.2. B\n2. Two\n2.1 C\n2.1.1 D\n2.2 E")]
    [InlineData("1.1 A\n1.2 B\n2.1 C")]
    [InlineData("I. One\n1. A\n2. B\nII. Two\n1. C")]
    [InlineData("Section I\n1. A\n2. B\nSection II\n3. C")]
    [InlineData("1. Раз\nа) А\nб) Б\nв) В\nг) Г\nґ) Ґ\nд) Д\nе) Е\nж) Ж\nз) З\nк) К")]
    [InlineData("1. One\n(a) A\n(b) B\n2. Two\n(a) C")]
    public void A_numbering_without_faults_has_no_warnings(string text) => Assert.Empty(ClauseSplit.Of(text).Warnings);

    [Fact]
    public void Lines_without_a_number_belong_to_the_clause_above_and_those_before_the_first_are_the_preamble()
    {
        var split = ClauseSplit.Of("Plan for peace\n\nThe parties agree:\n  1. Ukraine's sovereignty\nwill be confirmed.\n\nIn full.  \n2.\nA non-aggression agreement.\n");
        Assert.Equal("Plan for peace\n\nThe parties agree:", split.Preamble);
        Assert.Equal(
            [
                new SplitClause("1", 0, "Ukraine's sovereignty\nwill be confirmed.\n\nIn full.", 4, "1."),
                new SplitClause("2", 0, "A non-aggression agreement.", 9, "2."),
            ],
            split.Clauses);
        Assert.Empty(split.Warnings);
    }

    [Theory]
    [InlineData("1. One\n3. Three", 2, "3. comes after 1.", "jumps")]
    [InlineData("1. One\n2. Two\n2. Two again", 3, "2. comes after 2.", "repeats")]
    [InlineData("1. One\n2. Two\n1. One again", 3, "1. comes after 2.", "goes back")]
    [InlineData("4. Four\n5. Five", 1, "starts with 4.", "kept")]
    [InlineData("1. One\n(a) A\n(c) C", 3, "(c) comes after (a)", "jumps")]
    [InlineData("1. One\n\n1.2 B", 3, "1.2 comes after 1.", "jumps")]
    [InlineData("1. About\n10.5 billion", 2, "10.5 comes after 1.", "merge")]
    [InlineData("Article 1. One\nArticle 3. Three", 2, "Article 3. comes after Article 1.", "jumps")]
    [InlineData("1. Раз\nа) А\nг) Г", 3, "г) comes after а)", "jumps")]
    [InlineData("1. One\n2.\n3. Three", 2, "2. has no words", "Merge")]
    public void A_faulty_numbering_is_kept_and_reported_with_its_line(string text, int line, params string[] parts)
    {
        var warning = Assert.Single(ClauseSplit.Of(text).Warnings);
        Assert.Equal(line, warning.Line);
        Assert.StartsWith(FormattableString.Invariant($"Line {line}: "), warning.Text, StringComparison.Ordinal);
        foreach (var part in parts)
            Assert.Contains(part, warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1. The borders of\n1991. Nothing else")]
    [InlineData("1. As agreed on\n29.03.2022 the parties")]
    [InlineData("1. Not more than\n1.000 men")]
    [InlineData("1. In the sense of\nArticle 5 of the NATO Treaty")]
    [InlineData("1. See\nPoint 3 above")]
    [InlineData("1. At\n10:00 sharp")]
    [InlineData("1. With\n600,000 men")]
    [InlineData("1. That is,\ni.e. nothing")]
    [InlineData("1. He\nI am")]
    [InlineData("1. See\n(a lot)")]
    [InlineData("1. And...\n5.. no")]
    public void What_only_looks_like_a_number_goes_on_the_sentence(string text)
    {
        var clause = Assert.Single(ClauseSplit.Of(text).Clauses);
        Assert.Equal(text[3..], clause.Text);
    }

    [Fact]
    public void A_text_without_numbers_gives_a_clause_a_paragraph_and_says_so()
    {
        var split = ClauseSplit.Of("\r\nFirst we stop.\r\nAt once.\r\n\r\nThen we talk.\r\n");
        Assert.Equal([new SplitClause("1", 0, "First we stop.\nAt once.", 2), new SplitClause("2", 0, "Then we talk.", 5)], split.Clauses);
        Assert.Null(split.Preamble);
        var warning = Assert.Single(split.Warnings);
        Assert.Equal(2, warning.Line);
        Assert.Contains("found no numbering", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_text_gives_nothing()
    {
        var split = ClauseSplit.Of(" \n\u200B\n");
        Assert.Empty(split.Clauses);
        Assert.Empty(split.Warnings);
    }

    [Fact]
    public void Numbers_are_labels_that_have_addresses_of_their_own_in_the_order_of_the_text()
    {
        var split = ClauseSplit.Of("Section I\n1. A\n(a) B\n(b) C\n2. D\nSection II\n1. E\n1.1 F\n1.2 G");
        Assert.Equal(split.Clauses.Count, split.Clauses.Select(clause => ClausePlace.Anchor(clause.Number, 0)).Distinct().Count());
        Assert.All(split.Clauses, clause => Assert.Matches("^c[a-z0-9]+(-[a-z0-9]+)*$", ClausePlace.Anchor(clause.Number, 0)));
        var places = split.Clauses.Select((clause, index) => ((string?)clause.Number, index)).ToList();
        Assert.Equal(places, places.AsEnumerable().Reverse().Order(ClausePlace.Order));
        Assert.True(ClausePlace.Covers("21", ClauseSplit.Of("21. A\n(a) B").Clauses[1].Number));
    }

    [Fact]
    public void Merging_keeps_the_number_of_the_first_and_every_word_of_both()
    {
        var clauses = ClauseSplit.Of("1. About\n10.5 billion\n(a) at once\n2. Two").Clauses;
        Assert.Equal(["1", "10.5", "10.5a", "2"], clauses.Select(clause => clause.Number));
        var merged = ClauseSplit.MergeWithNext(clauses, 0);
        Assert.Equal([new("1", 0, "About\n10.5 billion", 1, "1."), clauses[2], clauses[3]], merged);
    }

    [Fact]
    public void What_stood_under_a_merged_clause_stands_under_the_other()
    {
        var clauses = ClauseSplit.Of("1. One\n(a) A\n(i) B\n(ii) C\n2. Two").Clauses;
        Assert.Equal([0, 1, 2, 2, 0], clauses.Select(clause => clause.Depth));
        Assert.Equal([0, 1, 1, 0], ClauseSplit.MergeWithNext(clauses, 0).Select(clause => clause.Depth));
        Assert.Equal([0, 1, 2, 0], ClauseSplit.MergeWithNext(clauses, 1).Select(clause => clause.Depth));
        // The second one is not under the first: it joins the last part of it.
        Assert.Equal("C\n2. Two", ClauseSplit.MergeWithNext(clauses, 3)[3].Text);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    public void There_must_be_a_clause_to_merge_with(int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ClauseSplit.MergeWithNext(ClauseSplit.Of("1. One\n2. Two").Clauses, index));

    [Theory]
    [InlineData("7. One. Two.", 5, "7a|7b", "One.|Two.")]
    [InlineData("7. One.\nTwo.", 4, "7a|7b", "One.|Two.")]
    [InlineData("7. One 8. Two", 4, "7|8", "One|Two")]
    [InlineData("7. One (a) Two", 4, "7|-7a", "One|Two")]
    [InlineData("7. One 7. Two", 4, "7a|7b", "One|7. Two")]
    [InlineData("a) One b) Two", 4, "a|b", "One|Two")]
    [InlineData("Section 2 One (a) Two", 4, "section 2|-section 2, point a", "One|Two")]
    [InlineData("I. One two", 4, "I.a|I.b", "One|two")]
    [InlineData("Article 2. One two", 4, "art. 2a|art. 2b", "One|two")]
    public void A_clause_is_split_at_a_character(string text, int at, string numbers, string texts)
    {
        Assert.True(ClauseSplit.TrySplitAt(ClauseSplit.Of(text).Clauses, 0, at, out var split, out var error));
        Assert.Null(error);
        Assert.Equal(numbers, string.Join('|', split.Select(clause => new string('-', clause.Depth) + clause.Number)));
        Assert.Equal(texts, string.Join('|', split.Select(clause => clause.Text)));
        Assert.Equal(text.Contains('\n') ? 2 : 1, split[1].FirstLine);
    }

    [Fact]
    public void Parts_take_the_next_letters_that_are_free()
    {
        var clauses = ClauseSplit.Of("7. One two three\n(a) A\n(b) B").Clauses;
        Assert.True(ClauseSplit.TrySplitAt(clauses, 0, 4, out var once, out _));
        Assert.Equal(["7c", "7d", "7a", "7b"], once.Select(clause => clause.Number));
        Assert.True(ClauseSplit.TrySplitAt(once, 1, 4, out var twice, out _));
        Assert.Equal(["7c", "7d", "7e", "7a", "7b"], twice.Select(clause => clause.Number));
    }

    [Fact]
    public void A_lettered_part_is_split_into_the_next_lettered_part()
    {
        var clauses = ClauseSplit.Of("7. All\n(a) One (b) Two").Clauses;
        Assert.True(ClauseSplit.TrySplitAt(clauses, 1, 4, out var split, out _));
        Assert.Equal([clauses[0], new("7a", 1, "One", 2, "(a)"), new("7b", 1, "Two", 2, "(b)")], split);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(99)]
    public void Both_parts_of_a_split_need_words(int at)
    {
        Assert.False(ClauseSplit.TrySplitAt(ClauseSplit.Of("7. One two").Clauses, 0, at, out var split, out var error));
        Assert.Null(split);
        Assert.Contains("both parts need words", error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_word_of_a_text_is_lost() =>
        Texts.Sample(text =>
        {
            var split = ClauseSplit.Of(text);
            return Seen(split.Preamble + string.Concat(split.Clauses.Select(clause => clause.Marker + clause.Text))) == Seen(text);
        });

    [Fact]
    public void Merging_all_gives_the_text_back() =>
        Texts.Sample(text =>
        {
            var split = ClauseSplit.Of(text);
            var clauses = split.Clauses;
            while (clauses.Count > 1)
                clauses = ClauseSplit.MergeWithNext(clauses, clauses.Count - 2);
            return clauses.Count == 0 || Seen(split.Preamble + clauses[0].Marker + clauses[0].Text) == Seen(text);
        });

    [Fact]
    public void No_clause_is_more_than_one_below_the_one_above_it_and_lines_go_up() =>
        Texts.Sample(text =>
        {
            var clauses = ClauseSplit.Of(text).Clauses;
            return clauses.Zip(clauses.Skip(1)).All(pair => pair.Second.Depth <= pair.First.Depth + 1 && pair.First.FirstLine <= pair.Second.FirstLine)
                && (clauses.Count == 0 || clauses[0].Depth == 0);
        });

    [Fact]
    public void A_split_loses_no_word_and_gives_two_numbers() =>
        Gen.Select(Texts, Gen.Int[0, 9], Gen.Int[0, 40]).Sample((text, index, at) =>
        {
            var clauses = ClauseSplit.Of(text).Clauses;
            if (clauses.Count == 0 || !ClauseSplit.TrySplitAt(clauses, index % clauses.Count, at, out var split, out _))
                return true;
            return split.Count == clauses.Count + 1
                && Seen(string.Concat(split.Select(clause => clause.Marker + clause.Text))) == Seen(string.Concat(clauses.Select(clause => clause.Marker + clause.Text)))
                && split[index % clauses.Count].Number != split[index % clauses.Count + 1].Number;
        });

    private static string Seen(string? text) => string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c)));
}
