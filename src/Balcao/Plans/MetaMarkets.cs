using System.Collections.Frozen;
using System.Globalization;
using Balcao.Platform;

namespace Balcao.Plans;

/// <summary>
/// The markets of Meta's rate card: countries with a price of their own, and regions for the others, by the names of Meta's lists. Which
/// country is in which region changes from time to time: compare with the list that the prices come from. A country with a price of its
/// own that is missing here is entered by its code, which goes before its region.
/// </summary>
public static class MetaMarkets
{
    /// <summary>The region of all countries that Meta lists nowhere else.</summary>
    public const string Other = "Other";

    /// <summary>Countries with a price of their own, by Meta's name.</summary>
    private static readonly FrozenDictionary<string, string> Own = new Dictionary<string, string>
    {
        ["Argentina"] = "AR", ["Brazil"] = "BR", ["Chile"] = "CL", ["Colombia"] = "CO", ["Egypt"] = "EG", ["France"] = "FR", ["Germany"] = "DE", ["India"] = "IN",
        ["Indonesia"] = "ID", ["Israel"] = "IL", ["Italy"] = "IT", ["Malaysia"] = "MY", ["Mexico"] = "MX", ["Netherlands"] = "NL", ["Nigeria"] = "NG", ["Pakistan"] = "PK",
        ["Peru"] = "PE", ["Russia"] = "RU", ["Saudi Arabia"] = "SA", ["South Africa"] = "ZA", ["Spain"] = "ES", ["Turkey"] = "TR", ["United Arab Emirates"] = "AE",
        ["United Kingdom"] = "GB",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string[]> Regions = new Dictionary<string, string[]>
    {
        ["North America"] = ["CA", "US"],
        ["Rest of Africa"] =
        [
            "DZ", "AO", "BJ", "BW", "BF", "BI", "CM", "TD", "CG", "ER", "ET", "GA", "GM", "GH", "GW", "CI", "KE", "LS", "LR", "LY", "MG", "MW", "ML", "MR", "MA", "MZ", "NA",
            "NE", "RW", "SN", "SL", "SO", "SS", "SD", "SZ", "TZ", "TG", "TN", "UG", "ZM",
        ],
        ["Rest of Asia Pacific"] =
            ["AF", "AU", "BD", "KH", "CN", "HK", "JP", "LA", "MN", "NP", "NZ", "PG", "PH", "SG", "LK", "TW", "TJ", "TH", "TM", "UZ", "VN"],
        ["Rest of Central & Eastern Europe"] =
            ["AL", "AM", "AZ", "BY", "BG", "HR", "CZ", "GE", "GR", "HU", "LV", "LT", "MD", "MK", "PL", "RO", "RS", "SK", "SI", "UA"],
        ["Rest of Latin America"] = ["BO", "CR", "DO", "EC", "SV", "GT", "HT", "HN", "JM", "NI", "PA", "PY", "PR", "UY", "VE"],
        ["Rest of Middle East"] = ["BH", "IQ", "JO", "KW", "LB", "OM", "QA", "YE"],
        ["Rest of Western Europe"] = ["AT", "BE", "DK", "FI", "IE", "NO", "PT", "SE", "CH"],
        [Other] = [],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OwnCodes = Own.Values.ToFrozenSet();

    private static readonly FrozenDictionary<string, string> RegionOf =
        (from region in Regions from country in region.Value select (Country: country, Region: region.Key)).ToFrozenDictionary(pair => pair.Country, pair => pair.Region);

    private static readonly FrozenDictionary<string, string> RegionNames = Regions.Keys.ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A country's code or Meta's name, in any case, as it is stored; null if it is no market.</summary>
    public static string? Read(string? typed)
    {
        var market = typed?.Trim() ?? "";
        if (RegionNames.TryGetValue(market, out var region)) return region;
        if (Own.TryGetValue(market, out var country)) return country;
        var code = market.ToUpper(CultureInfo.InvariantCulture);
        return PhoneText.IsCountry(code) ? code : null;
    }

    /// <summary>The markets in which a country's price may be, the first that has one decides.</summary>
    /// <param name="country">ISO 3166.</param>
    public static IReadOnlyList<string> Of(string country) => OwnCodes.Contains(country) ? [country] : [country, RegionOf.GetValueOrDefault(country, Other)];
}
