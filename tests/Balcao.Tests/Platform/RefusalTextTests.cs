using System.Globalization;
using System.Net.Http.Json;
using System.Resources;
using System.Text.RegularExpressions;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Tests.Architecture;

namespace Balcao.Tests.Platform;

public sealed partial class RefusalTextTests(BalcaoApp app) : HttpTests(app)
{
    public static TheoryData<string> Languages => ["", "en", "es"];

    [Theory, MemberData(nameof(Languages))]
    public void Every_refusal_of_the_code_has_a_sentence_in_each_language(string language)
    {
        var texts = Texts(language);

        Assert.Empty(from code in CodesInSources() where string.IsNullOrWhiteSpace(texts.GetString(code)) select code);
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_sentence_belongs_to_a_refusal_in_the_code(string language)
    {
        var sources = string.Concat(SourceTree.Files(["src/Balcao"], ".cs").Select(file => File.ReadAllText(file.FullName)));

        Assert.Empty(
            from System.Collections.DictionaryEntry text in Texts(language)
            let code = (string)text.Key
            where !code.StartsWith("http.", StringComparison.Ordinal) && !sources.Contains($"\"{code}\"", StringComparison.Ordinal)
            select code);
    }

    /// <summary>A translation must not be a copy of the original.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public void A_translation_is_in_its_language(string language)
    {
        var (original, translation) = (Texts(""), Texts(language));

        Assert.Empty(
            from System.Collections.DictionaryEntry text in original
            where (string?)text.Value == translation.GetString((string)text.Key)
            select text.Key);
    }

    [Theory]
    [InlineData("pt-BR", "Entre para continuar.")]
    [InlineData("en", "Sign in to go on.")]
    [InlineData("es", "Inicie sesión para continuar.")]
    public async Task A_refusal_is_in_the_reader_s_language(string language, string sentence)
    {
        var reader = App.Anyone();
        reader.DefaultRequestHeaders.Add("Accept-Language", language);

        Assert.Equal(sentence, (await (await reader.GetAsync("/api/me", Cancel)).Content.ReadFromJsonAsync<Problem>(Cancel))!.Title);
    }

    [Theory]
    [InlineData("""=> new("chat.taken", StatusCodes.Status409Conflict);""", "chat.taken")]
    [InlineData("""_ => new Refusal("a.b", 400),""", "a.b")]
    [InlineData("""=> new("feed", 400);""", "")]
    [InlineData("""new Dictionary { ["a.b"] = 1 }""", "")]
    public void A_code_is_found_in_a_line(string line, string code) => Assert.Equal(code, string.Join(' ', CodesIn(line)));

    private static IEnumerable<string> CodesInSources() =>
        (from file in SourceTree.Files(["src/Balcao"], ".cs")
         from line in File.ReadLines(file.FullName)
         from code in CodesIn(line)
         select code).Distinct();

    private static IEnumerable<string> CodesIn(string line) => Code().Matches(line).Select(match => match.Groups["code"].Value);

    [GeneratedRegex("""new( Refusal)?\("(?<code>[a-z][A-Za-z]*\.[A-Za-z0-9]+)",""", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    /// <summary>The texts of that language, without falling back to another language.</summary>
    private static ResourceSet Texts(string language) =>
        new ResourceManager("Balcao.Platform.Refusals", typeof(RefusalTexts).Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!;
}
