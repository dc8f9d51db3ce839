namespace Balcao.Client.Tickets;

/// <summary>The URL of the list with a filter. Without a status the page shows the open tickets; "all" shows every status.</summary>
public static class TicketsUrl
{
    public const string Open = "open", AllStatuses = "all";

    public static string Of(TicketFilter filter)
    {
        var query = BalcaoApi.TicketsQuery(filter with { Status = filter.Status ?? AllStatuses, Zone = null }).Where(part => !string.IsNullOrEmpty(part.Value));
        return "/tickets?" + string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }

    /// <summary>The status that the API is asked for.</summary>
    public static string? StatusOf(string? inUrl) => string.IsNullOrEmpty(inUrl) ? Open : inUrl == AllStatuses ? null : inUrl;
}
