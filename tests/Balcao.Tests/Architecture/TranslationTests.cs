using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Balcao.Tests.Architecture;

/// <summary>The screens' texts: Brazilian Portuguese is the original, English and Spanish follow it.</summary>
[WithoutDatabase]
public sealed partial class TranslationTests
{
    const string Original = "pt-BR";

    [Fact]
    public void Translations_follow_the_Portuguese_original() =>
        Findings.AssertNone(Families().SelectMany(family => Faults(family.Key, family.ToDictionary(set => set.Culture, set => set.Texts))));

    [Fact]
    public void A_fault_in_a_translation_is_found()
    {
        Dictionary<string, Dictionary<string, string>> planted = new()
        {
            [Original] = new() { ["Take"] = "Assumir", ["Queue"] = "{0} na fila há {1:t}", ["Empty"] = "" },
            ["en"] = new() { ["Take"] = "Take", ["Queue"] = "{0} waiting", ["Leave"] = "Leave" },
            ["es"] = new() { ["Queue"] = "desde {1:d}, {0} en la cola" },
        };

        Assert.Equal(
        [
            "Chats: 'Empty' is empty in pt-BR",
            "Chats: 'Queue' has other places to fill in en than in pt-BR",
            "Chats: 'Leave' is in en but not in pt-BR",
        ], Faults("Chats", planted));
    }

    static IEnumerable<string> Faults(string family, Dictionary<string, Dictionary<string, string>> byCulture)
    {
        if (!byCulture.TryGetValue(Original, out var original)) return [$"{family}: there is no {Original}"];
        return
        [
            .. from text in original
               where string.IsNullOrWhiteSpace(text.Value)
               select $"{family}: '{text.Key}' is empty in {Original}",
            .. from culture in byCulture
               from text in culture.Value
               let fault = !original.TryGetValue(text.Key, out var source) ? $"is in {culture.Key} but not in {Original}"
                   : !Places(text.Value).SetEquals(Places(source)) ? $"has other places to fill in {culture.Key} than in {Original}"
                   : null
               where fault is not null
               select $"{family}: '{text.Key}' {fault}",
        ];
    }

    /// <summary>The numbered placeholders of a format string. A translation may order and format them differently.</summary>
    static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();

    /// <summary>Resource files by what they translate; the one without a culture in its name is the original.</summary>
    static IEnumerable<IGrouping<string, (string Culture, Dictionary<string, string> Texts)>> Families() =>
        from file in SourceTree.Files(["src"], ".resx")
        let parts = ResourceName().Match(SourceTree.NameOf(file))
        let culture = parts.Groups["culture"] is { Success: true } named ? named.Value : Original
        group (culture, Texts(file)) by parts.Groups["family"].Value;

    [GeneratedRegex(@"^(?<family>.+?)(\.(?<culture>[a-z]{2}(-[A-Z]{2})?))?\.resx$", RegexOptions.ExplicitCapture)]
    private static partial Regex ResourceName();

    /// <summary>Throws if a key occurs twice, because the program would use only one.</summary>
    static Dictionary<string, string> Texts(FileInfo file) => XDocument.Load(file.FullName).Root!
        .Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")?.Value ?? "");
}
