namespace Balcao.Contract;

/// <summary>The panel, plans, contracts and requests. Months are written <c>2026-11</c>.</summary>
public sealed partial class BalcaoApi
{
    // The panel

    /// <param name="month">Null: the current one.</param>
    public Task<NumberPanel> GetNumberPanelAsync(ChannelId id, string? month = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/numbers/{id}/panel", ("month", month)), Json.NumberPanel, ct);

    /// <summary>Each day of the month with charges, the first one first.</summary>
    public Task<Page<DayConsumption>> ListConsumptionDaysAsync(ChannelId id, string? month = null, CancellationToken ct = default) =>
        GetAsync(Url($"api/numbers/{id}/consumption/days", ("month", month)), Json.PageDayConsumption, ct);

    /// <summary>All numbers of the tenant, each for the month in its contract's time zone.</summary>
    public Task<Page<NumberConsumption>> ListConsumptionAsync(string? month = null, CancellationToken ct = default) =>
        GetAsync(Url("api/consumption", ("month", month)), Json.PageNumberConsumption, ct);

    /// <summary>The address of the month's statement as CSV: a line for each day and charge type, then the totals.</summary>
    public static string StatementFileUrl(ChannelId id, string month) => Url($"api/numbers/{id}/statement.csv", ("month", month), Language);

    /// <summary>The address of the view over all numbers as CSV.</summary>
    public static string ConsumptionFileUrl(string month) => Url("api/consumption.csv", ("month", month), Language);

    /// <summary>The address of the QR code of the number's opt-in link, for the screen.</summary>
    public static string OptInSvgUrl(ChannelId id) => $"api/numbers/{id}/opt-in.svg";

    /// <summary>The address of the same code to print.</summary>
    public static string OptInPngUrl(ChannelId id) => $"api/numbers/{id}/opt-in.png";

    /// <summary>opt-in-551140000500.png</summary>
    /// <param name="display">The number as people write it.</param>
    public static string OptInPngName(string display) => $"opt-in-{string.Concat(display.Where(char.IsAsciiDigit))}.png";

    // Requests

    /// <summary>The plans that may be asked for.</summary>
    public Task<Page<PlanItem>> ListOfferedPlansAsync(CancellationToken ct = default) => GetAsync("api/plans", Json.PagePlanItem, ct);

    /// <summary>The tenant's requests, the newest first.</summary>
    public Task<Page<PlanRequestItem>> ListPlanRequestsAsync(CancellationToken ct = default) =>
        ListPlanRequestsAsync(null, ct);

    /// <inheritdoc cref="ListPlanRequestsAsync(CancellationToken)"/>
    public Task<Page<PlanRequestItem>> ListPlanRequestsAsync(string? cursor, CancellationToken ct = default) =>
        GetAsync(Url("api/plan-requests", ("cursor", cursor)), Json.PagePlanRequestItem, ct);

    public Task<PlanRequestView> GetPlanRequestAsync(PlanRequestId id, CancellationToken ct = default) =>
        GetAsync($"api/plan-requests/{id}", Json.PlanRequestView, ct);

    public Task<PlanRequestItem> CreatePlanRequestAsync(CreatePlanRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/plan-requests", request, Json.CreatePlanRequest, Json.PlanRequestItem, ct);

    public Task AddPlanRequestMessageAsync(PlanRequestId id, AddPlanRequestMessage message, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/plan-requests/{id}/messages", message, Json.AddPlanRequestMessage, ct);

    public Task WithdrawPlanRequestAsync(PlanRequestId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/plan-requests/{id}/withdrawal", ct);

    // The back office

    public Task<Page<PlanItem>> ListPlansAsync(CancellationToken ct = default) => GetAsync("api/back-office/plans", Json.PagePlanItem, ct);

    public Task<PlanItem> CreatePlanAsync(SavePlanRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, "api/back-office/plans", request, Json.SavePlanRequest, Json.PlanItem, ct);

    /// <summary>Contracts that have the plan keep the figures they were given.</summary>
    public Task<PlanItem> SavePlanAsync(PlanId id, SavePlanRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/back-office/plans/{id}", request, Json.SavePlanRequest, Json.PlanItem, ct);

    public Task<ContractView> GetContractAsync(ChannelId id, CancellationToken ct = default) =>
        GetAsync($"api/back-office/numbers/{id}/contract", Json.ContractView, ct);

    public Task<ContractView> ChangeContractAsync(ChannelId id, ChangeContractRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/back-office/numbers/{id}/contract", request, Json.ChangeContractRequest, Json.ContractView, ct);

    public Task<ContractView> SetPlanFromMonthAsync(ChannelId id, PlanFromMonthRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/back-office/numbers/{id}/contract/plan", request, Json.PlanFromMonthRequest, Json.ContractView, ct);

    public Task<ContractView> CancelContractAsync(ChannelId id, CancelContractRequest request, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Put, $"api/back-office/numbers/{id}/contract/cancellation", request, Json.CancelContractRequest, Json.ContractView, ct);

    /// <summary>The numbers of all tenants.</summary>
    public Task<Page<NumberConsumption>> ListConsumptionOfAllAsync(string? month = null, CancellationToken ct = default) =>
        GetAsync(Url("api/back-office/consumption", ("month", month)), Json.PageNumberConsumption, ct);

    /// <summary>The requests of all tenants: those to answer first, then the newest.</summary>
    public Task<Page<PlanRequestItem>> ListPlanRequestsOfAllAsync(CancellationToken ct = default) =>
        ListPlanRequestsOfAllAsync(null, ct);

    /// <inheritdoc cref="ListPlanRequestsOfAllAsync(CancellationToken)"/>
    public Task<Page<PlanRequestItem>> ListPlanRequestsOfAllAsync(string? cursor, CancellationToken ct = default) =>
        GetAsync(Url("api/back-office/plan-requests", ("cursor", cursor)), Json.PagePlanRequestItem, ct);

    public Task<PlanRequestView> GetPlanRequestOfTenantAsync(PlanRequestId id, CancellationToken ct = default) =>
        GetAsync($"api/back-office/plan-requests/{id}", Json.PlanRequestView, ct);

    public Task AnswerPlanRequestAsync(PlanRequestId id, AddPlanRequestMessage message, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/back-office/plan-requests/{id}/messages", message, Json.AddPlanRequestMessage, ct);

    /// <summary>Says that the request is being looked at.</summary>
    public Task ReviewPlanRequestAsync(PlanRequestId id, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/back-office/plan-requests/{id}/review", ct);

    public Task ApprovePlanRequestAsync(PlanRequestId id, ApprovePlanRequest approval, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/back-office/plan-requests/{id}/approval", approval, Json.ApprovePlanRequest, ct);

    public Task RefusePlanRequestAsync(PlanRequestId id, RefusePlanRequest refusal, CancellationToken ct = default) =>
        SendAsync(HttpMethod.Post, $"api/back-office/plan-requests/{id}/refusal", refusal, Json.RefusePlanRequest, ct);
}
