using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;

namespace Balcao.Client.Plans;

/// <summary>A request in words.</summary>
public static class PlanRequestWords
{
    /// <summary>Aberta; Aprovada (a partir de dezembro de 2026); Recusada (the reason).</summary>
    public static string StatusOf(PlanRequestItem request, IStringLocalizer<Text> text)
    {
        string status = text["PlanRequestStatus." + request.Status];
        return request switch
        {
            { Status: PlanRequestStatus.Approved, EffectiveMonth: { } month } => $"{status} ({text["PlanRequest.From", Months.NameOf(month)]})",
            { Status: PlanRequestStatus.Refused, Reason: { } reason } => $"{status} ({reason})",
            _ => status,
        };
    }

    /// <summary>The number it is about; for a new contract the one that is wished.</summary>
    public static string NumberOf(PlanRequestItem request) => request.Number?.Display ?? request.ReleasedNumber?.Display ?? request.WishedNumber ?? "–";

    /// <summary>From when it is wished, until it is decided.</summary>
    public static string MonthOf(PlanRequestItem request, IStringLocalizer<Text> text) => request switch
    {
        { EffectiveMonth: { } month } => Months.NameOf(month),
        { Kind: PlanRequestKind.NewContract } => "–",
        _ => text["PlanRequest.Soon"],
    };

    /// <summary>It may still be written to and withdrawn.</summary>
    public static bool IsOpen(PlanRequestItem request) => request.Status is PlanRequestStatus.Open or PlanRequestStatus.UnderReview;
}
