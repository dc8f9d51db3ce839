namespace Balcao.Contract;

/// <summary>Meta's rate card, and what Meta charges. Months are written <c>2026-11</c>.</summary>
public sealed partial class BalcaoApi
{
    /// <param name="month">Null: the current one.</param>
    public Task<MetaCostView> GetMetaCostAsync(ChannelId id, string? month = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/numbers/{id}/meta-cost", ("month", month)), Json.MetaCostView, ct);

    /// <summary>Messages about which our ledger and WhatsApp's price differ, in the order of their days.</summary>
    public Task<Page<MetaDifference>> ListMetaDifferencesAsync(ChannelId id, string? month = null, string? cursor = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/numbers/{id}/meta-cost/differences", ("month", month), ("cursor", cursor)), Json.PageMetaDifference, ct);

    // The back office

    /// <summary>All prices by market, category and day, the newest day first.</summary>
    public Task<Page<MetaRateItem>> ListMetaRatesAsync(CancellationToken ct = default) => GetAsync("api/back-office/meta-rates", Json.PageMetaRateItem, ct);

    public Task<MetaRateItem> SaveMetaRateAsync(SaveMetaRateRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/back-office/meta-rates", request, Json.SaveMetaRateRequest, Json.MetaRateItem, ct);

    public Task DeleteMetaRateAsync(MetaRateId id, CancellationToken ct = default) => SendAsync(HttpMethod.Delete, $"api/back-office/meta-rates/{id}", ct);

    public Task<MetaRatesImport> ImportMetaRatesAsync(ImportMetaRatesRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/back-office/meta-rates/import", request, Json.ImportMetaRatesRequest, Json.MetaRatesImport, ct);

    /// <summary>The numbers of all tenants.</summary>
    public Task<Page<NumberMetaCost>> ListMetaCostOfAllAsync(string? month = null, CancellationToken ct = default) =>
        GetAsync(Url("api/back-office/meta-cost", ("month", month)), Json.PageNumberMetaCost, ct);
}
