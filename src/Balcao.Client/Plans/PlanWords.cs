using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Plans;

/// <summary>A plan in words.</summary>
public static class PlanWords
{
    /// <summary>The plan's name; a number that was released without a plan has the default tariff, which has none.</summary>
    public static string NameOf(PlanTerms terms, IStringLocalizer<Text> text) => terms.Name.Length > 0 ? terms.Name : text["OfficePlans.DefaultTariff"];
}
