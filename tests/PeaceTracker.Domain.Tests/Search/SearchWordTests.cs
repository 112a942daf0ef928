using CsCheck;
using PeaceTracker.Domain.Search;

namespace PeaceTracker.Domain.Tests.Search;

public class SearchWordTests
{
    [Theory]
    [InlineData("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenski", "Zelenskii", "ZELENSKY", "Зеленський", "Зеленский", "Зеленського", "Зеленского", "Зеленському", "Зеленским")]
    [InlineData("Putin", "Путин", "Путін", "Путина", "Путіна", "Путиным", "Putin’s")]
    [InlineData("Minsk", "Минск", "Мінськ", "Минска", "Мінська", "Мінську")]
    [InlineData("Donetsk", "Донецк", "Донецьк", "Донецка", "Донецька")]
    [InlineData("Kyiv", "Київ")]
    [InlineData("Kiev", "Киев", "Києва")]
    [InlineData("Volodymyr", "Володимир", "Володимира")]
    [InlineData("Andriy", "Andrii")]
    [InlineData("Lavrov", "Лавров", "Лаврова", "Лаврову", "Лавровым")]
    [InlineData("Medvedev", "Медведев", "Медведева")]
    [InlineData("O'Brien", "O’Brien", "OʼBrien", "o‘brien", "O`Brien")]
    [InlineData("Türkiye", "Turkiye", "TÜRKİYE")]
    [InlineData("Orbán", "Orban", "Orba\u0301n")]
    [InlineData("guarantee", "guarantees", "Guarantee's")]
    [InlineData("territory", "territories")]
    [InlineData("нейтралитет", "нейтралитета", "нейтралитету", "нейтралитетом", "нейтралітет", "нейтралітету")]
    [InlineData("Крым", "Крим", "Крыма", "Криму", "Кримом")]
    [InlineData("мир", "мира", "миру")]
    public void Spellings_and_forms_of_a_word_have_one_key(string word, params string[] others) =>
        Assert.All(others, other => Assert.Equal(SearchWord.Keys(word), SearchWord.Keys(other)));

    [Theory]
    [InlineData("Kyiv", "Kiev")]
    [InlineData("Luhansk", "Kharkiv")]
    [InlineData("off", "of")]
    [InlineData("NATO", "note")]
    [InlineData("status", "state")]
    [InlineData("peace", "piece")]
    [InlineData("мир", "мера")]
    [InlineData("red", "reed")]
    public void Other_words_have_other_keys(string word, string other) => Assert.NotEqual(SearchWord.Keys(word), SearchWord.Keys(other));

    [Theory]
    [InlineData("28-point", "28 point")]
    [InlineData("Minsk-2", "minsk 2")]
    [InlineData("2022-03-29", "2022 03 29")]
    [InlineData("", "")]
    [InlineData("\" * ( ) -", "")]
    [InlineData("（平和）", "平 和")]
    [InlineData("5.5 million", "5 5 million")]
    [InlineData("\ud83d\ude00", "")]
    [InlineData("a\ud800b", "a b")]
    public void A_text_is_cut_at_what_is_no_letter_and_no_digit(string text, string keys) => Assert.Equal(keys, SearchWord.Keys(text));

    [Fact]
    public void No_text_has_no_words() => Assert.Empty(SearchWord.In(null));

    [Fact]
    public void Words_of_any_text_lie_in_order_inside_it_and_have_keys_without_signs() => Gen.String.Sample(text =>
    {
        var end = 0;
        foreach (var word in SearchWord.In(text))
        {
            Assert.True(word.Start >= end && word.Length > 0 && word.Start + word.Length <= text.Length);
            Assert.NotEqual("", word.Key);
            Assert.DoesNotContain(word.Key, sign => sign is '"' or ':' or '-' or ' ' or '*' || char.IsControl(sign));
            end = word.Start + word.Length;
        }
    });
}
