using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Balcao.Contract;

namespace Balcao.Client.Tests.World;

/// <summary>The API's answers about panels, consumption and requests. Tests change its figures.</summary>
public sealed class FakePlans
{
    private static ContractJson Json => ContractJson.Default;

    public static PlanTerms Essencial { get; } = new("Essencial", "BRL", 10_000, 1_234.5m, 0.125m,
    [
        new(ChargeType.Receive, 0.5m), new(ChargeType.Send, 1), new(ChargeType.TemplateMarketing, 8), new(ChargeType.TemplateUtility, 2), new(ChargeType.TemplateAuthentication, 2),
    ]);

    public PlanTerms Terms { get; set; } = Essencial;

    public ContractStatus Status { get; set; } = ContractStatus.Active;

    public Consumption Consumption { get; set; } = new(1_200, 2_400, 300,
    [
        new(ChargeType.Receive, 2_400, 1_200, 0.5m), new(ChargeType.Send, 1_200, 1_200, 1), new(ChargeType.TemplateMarketing, 100, 800, 8),
        new(ChargeType.TemplateUtility, 150, 300, 2), new(ChargeType.TemplateAuthentication, 50, 100, 2),
    ], 3_600, 0, 0, 1_234.5m, false);

    public List<MonthItem> Months { get; } = [new("2026-11", true), new("2026-10", false), new("2026-09", false)];

    public List<DayConsumption> Days { get; } = [];

    public ContractPlan? NextPlan { get; set; }

    public string? CancelledFrom { get; set; }

    public List<PlanItem> Offered { get; } = [new(PlanId.New(A.Now), Essencial, true, 1), new(PlanId.New(A.Now), Essencial with { Name = "Pro", CreditsPerMonth = 50_000 }, true, 1)];

    public List<PlanRequestItem> Requests { get; } = [];

    public List<PlanRequestMessage> Messages { get; } = [];

    public MetaCostView MetaCost { get; set; } = new("2026-11", true,
    [
        new("marketing", 100, 98, 2, 0, [new("BRL", 30.625m)]), new("service", 1_200, 200, 1_000, 0, [new("BRL", 7)]),
    ], [new("BRL", 37.625m)], 12, 0, 0);

    /// <summary>Two a page.</summary>
    public List<MetaDifference> Differences { get; } = [];

    /// <summary>Path with query of every panel that was asked for.</summary>
    public List<string> Panels { get; } = [];

    public List<CreatePlanRequest> Created { get; } = [];

    /// <summary>Null: the path is no matter of plans.</summary>
    public HttpResponseMessage? Answer(HttpRequestMessage request, string body, IReadOnlyList<NumberItem> numbers, long position)
    {
        var path = request.RequestUri!.AbsolutePath.Trim('/').Split('/')[1..];
        var month = System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query)["month"];
        switch (request.Method.Method, path)
        {
            case ("GET", ["numbers", var id, "panel"]):
                Panels.Add(request.RequestUri.PathAndQuery);
                return Ok(PanelOf(numbers.Single(n => n.Id.ToString() == id), month ?? Months[0].Month, position), Json.NumberPanel);
            case ("GET", ["numbers", _, "consumption", "days"]):
                return Ok(new Page<DayConsumption>([.. Days], null, position), Json.PageDayConsumption);
            case ("GET", ["numbers", _, "meta-cost"]):
                return Ok(MetaCost, Json.MetaCostView);
            case ("GET", ["numbers", _, "meta-cost", "differences"]):
                var from = int.Parse(System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query)["cursor"] ?? "0", null);
                return Ok(new Page<MetaDifference>([.. Differences.Skip(from).Take(2)], from + 2 < Differences.Count ? (from + 2).ToString(null, null) : null, position), Json.PageMetaDifference);
            case ("GET", ["consumption"]):
                return Ok(new Page<NumberConsumption>([.. numbers.Select(Of)], null, position), Json.PageNumberConsumption);
            case ("GET", ["plans"]):
                return Ok(new Page<PlanItem>([.. Offered], null, position), Json.PagePlanItem);
            case ("GET", ["plan-requests"]):
                return Ok(new Page<PlanRequestItem>([.. Requests], null, position), Json.PagePlanRequestItem);
            case ("GET", ["plan-requests", var id]):
                return Ok(new PlanRequestView(Requests.Single(r => r.Id.ToString() == id), [.. Messages]), Json.PlanRequestView);
            case ("POST", ["plan-requests"]):
                Created.Add(JsonSerializer.Deserialize(body, Json.CreatePlanRequest)!);
                Requests.Insert(0, Request(Created[^1].Kind) with { WishedNumber = Created[^1].WishedNumber });
                return Ok(Requests[0], Json.PlanRequestItem);
            case ("POST", ["plan-requests", _, "messages"]):
                Messages.Add(new(Uuid7.New(A.Now), A.Clara.Name, false, JsonSerializer.Deserialize(body, Json.AddPlanRequestMessage)!.Text, A.Now));
                return new(HttpStatusCode.NoContent);
            case ("POST", ["plan-requests", var id, "withdrawal"]):
                Requests[Requests.FindIndex(r => r.Id.ToString() == id)] = Requests.Single(r => r.Id.ToString() == id) with { Status = PlanRequestStatus.Withdrawn };
                return new(HttpStatusCode.NoContent);
            default:
                return null;
        }
    }

    public static PlanRequestItem Request(PlanRequestKind kind, PlanRequestStatus status = PlanRequestStatus.Open) => new()
    {
        Id = PlanRequestId.New(A.Now), Kind = kind, Status = status, Number = kind is PlanRequestKind.NewContract ? null : A.Number,
        PlanName = kind is PlanRequestKind.Cancellation ? null : "Pro", RequestedBy = A.Clara.Name, RequestedAt = A.Now, Messages = 0, Version = 1,
    };

    private NumberPanel PanelOf(NumberItem number, string month, long position) => new()
    {
        Number = number, Status = Status, TimeZone = "America/Sao_Paulo", StartsOn = new DateOnly(2026, 9, 14), CancelledFrom = CancelledFrom, Month = month,
        Months = [.. Months], Plan = Terms, NextPlan = NextPlan, Consumption = Consumption, ApprovedTemplates = 7, OptInUrl = "https://wa.me/551140000500", FeedNumber = position,
    };

    private NumberConsumption Of(NumberItem number) => new()
    {
        NumberId = number.Id, Display = number.Display, Group = number.Group, Status = Status, Plan = Terms, Consumption = Consumption,
    };

    private static HttpResponseMessage Ok<T>(T body, JsonTypeInfo<T> type) =>
        new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(body, type), null, "application/json") };
}
