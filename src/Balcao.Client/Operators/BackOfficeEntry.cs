using MudBlazor;

namespace Balcao.Client.Operators;

/// <summary>A page of the back office. A new page is a line in <see cref="All"/>; pages under <c>/back-office</c> are shown beside the list.</summary>
/// <param name="Title">The key of its name.</param>
/// <param name="Also">Where pages are that belong to it; null: only below its own address.</param>
public sealed record BackOfficeEntry(string Title, string Href, string Icon, string? Also = null)
{
    public const string Home = "/back-office";

    public const string ConsumptionHref = Home + "/consumption";

    public const string RequestsHref = Home + "/plan-requests";

    public static IReadOnlyList<BackOfficeEntry> All { get; } =
    [
        new("Operators.Tenants", Home, Icons.Material.Outlined.Domain),
        new("OfficePlans.Title", Home + "/plans", Icons.Material.Outlined.Sell),
        new("OfficeConsumption.Title", ConsumptionHref, Icons.Material.Outlined.DataUsage, Home + "/numbers"),
        new("MetaRates.Title", Home + "/meta-rates", Icons.Material.Outlined.PriceChange),
        new("OfficeRequests.Title", RequestsHref, Icons.Material.Outlined.RequestQuote),
        new("OfficeUnknown.Title", Home + "/unknown-numbers", Icons.Material.Outlined.HelpOutline),
        new("OfficeSetAside.Title", Home + "/set-aside", Icons.Material.Outlined.ReportProblem),
        new("OfficeOperators.Title", Home + "/operators", Icons.Material.Outlined.SupervisorAccount),
        new("Audit.Title", Home + "/audit", Icons.Material.Outlined.History),
    ];

    public static string ContractHref(ChannelId number) => $"{Home}/numbers/{number}/contract";

    /// <summary>The tenant's page with the dialog that releases a number for an approved request.</summary>
    public static string ReleaseHref(TenantId tenant, PlanRequestItem request) =>
        $"{Home}/{tenant}?release=true{(request.PlanId is { } plan ? $"&plan={plan}" : "")}&request={request.Id}";

    public static bool IsBackOffice(string path) => IsBelow(path, Home);

    // A tenant's page is below the first entry, as all the other entries are.
    public bool IsAt(string path) => Href == Home
        ? path == Home || (path.StartsWith(Home + "/", StringComparison.Ordinal) && Guid.TryParse(path[(Home.Length + 1)..], out _))
        : IsBelow(path, Href) || (Also is not null && IsBelow(path, Also));

    private static bool IsBelow(string path, string href) => path == href || path.StartsWith(href + "/", StringComparison.Ordinal);
}
