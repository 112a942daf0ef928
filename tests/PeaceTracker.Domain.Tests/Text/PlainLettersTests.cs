using CsCheck;
using PeaceTracker.Domain.Text;

namespace PeaceTracker.Domain.Tests.Text;

public sealed class PlainLettersTests
{
    [Theory]
    [InlineData("Février, ÉTÉ, août", "fevrier, ete, aout")]
    [InlineData("e\u0301", "e")]
    [InlineData("März Łódź Škoda Đoković", "marz łodz skoda đokovic")]
    [InlineData("Україна ЇЖАК ґанок Ёлка Йод", "украіна іжак ґанок елка иод")]
    [InlineData("и\u0306", "и")]
    [InlineData("Türkiye İstanbul ılık", "turkiye istanbul ılık")]
    [InlineData("Τουρκία", "τουρκια")]
    [InlineData("28-point; 5 % – “ok” 乌克兰 😀", "28-point; 5 % – “ok” 乌克兰 😀")]
    public void Letters_lose_case_and_marks_and_nothing_else_changes(string text, string plain) => Assert.Equal(plain, PlainLetters.Of(text));

    [Fact]
    public void Plain_letters_stay_as_they_are() => Gen.String.Sample(text => PlainLetters.Of(PlainLetters.Of(text)) == PlainLetters.Of(text));
}
