using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Plans;

/// <summary>Meta's terms in the reader's language.</summary>
public static class MetaWords
{
    private static readonly Dictionary<string, string> Categories = new()
    {
        [MetaCategories.Marketing] = "Marketing",
        [MetaCategories.Utility] = "Utility",
        [MetaCategories.Authentication] = "Authentication",
        [MetaCategories.AuthenticationInternational] = "AuthenticationInternational",
        [MetaCategories.Service] = "Service",
    };

    /// <summary>The names under which the texts of the categories are.</summary>
    public static IReadOnlyCollection<string> Names => Categories.Values;

    /// <summary>A category for which the screens have no word is shown as Meta writes it.</summary>
    public static string CategoryOf(string? category, IStringLocalizer<Text> text) =>
        string.IsNullOrEmpty(category) ? "–" : Categories.TryGetValue(category, out var name) ? text["MetaCategory." + name] : category;

    /// <summary>R$ 12,50 + US$ 3,10; nothing charged is 0 of no currency.</summary>
    public static string CostOf(IReadOnlyList<MetaMoney> costs) =>
        costs.Count == 0 ? Amounts.Count(0) : string.Join(" + ", costs.Select(sum => Amounts.Money(sum.Amount, sum.Currency)));
}
