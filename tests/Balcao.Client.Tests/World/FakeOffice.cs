using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Balcao.Contract;

namespace Balcao.Client.Tests.World;

/// <summary>The back office's answers about plans, contracts, consumption and requests, and what was asked for.</summary>
public sealed class FakeOffice
{
    public const string Stale = "Bruno Costa salvou outra versão em 22/11/2026 14:00.";

    private FakeOffice(FakeBalcao server)
    {
        server.Instead = Answer;
        Contract = ContractOf(ContractStatus.Active);
    }

    /// <summary>Otávio is an operator: he belongs to no tenant.</summary>
    public static Me Otavio { get; } = new(
        new PersonId(new Guid("01900000-0000-7000-8000-0000000000f0")), null, "Otávio Prado", "otavio@balcao.exemplo", Role.Operator, null, [Permission.Operate], false, []);

    public static PlanItem Basic { get; } = new(new PlanId(new Guid("01900000-0000-7000-8000-000000000101")), Terms("Básico", 1000, 199.9m, 0.0525m), true, 4, 2);

    public static PlanItem Old { get; } = new(new PlanId(new Guid("01900000-0000-7000-8000-000000000102")), Terms("Antigo", 100, 50, 1), false, 1, 0);

    public static TenantItem Other { get; } = new(new TenantId(new Guid("01900000-0000-7000-8000-000000000009")), "Ótica Luz", "America/Sao_Paulo", false);

    public List<PlanItem> Plans { get; } = [Basic, Old];

    public ContractView Contract { get; set; }

    public List<NumberConsumption> Consumption { get; } = [];

    public List<NumberMetaCost> MetaCosts { get; } = [];

    public List<MetaRateItem> MetaRates { get; } = [];

    /// <summary>The answer to the next import.</summary>
    public MetaRatesImport Import { get; set; } = new(2, 1, []);

    public List<PlanRequestItem> Requests { get; } = [];

    public int RequestsPerPage { get; set; } = 50;

    public List<PlanRequestMessage> Messages { get; } = [];

    public List<UnknownNumberItem> UnknownNumbers { get; } = [];

    public List<SetAsideItem> SetAside { get; } = [];

    /// <summary>Refuses the next request that writes.</summary>
    public Problem? Refusal { get; set; }

    /// <summary>Method, path with query, body.</summary>
    public List<(string Method, string Path, string Body)> Asked { get; } = [];

    public IEnumerable<(string Method, string Path, string Body)> Written => Asked.Where(asked => asked.Method is not "GET");

    private static ContractJson Json => ContractJson.Default;

    public static async Task<(Screen Screen, FakeOffice Office)> OpenAsync()
    {
        var screen = await Screen.OpenAsync(Otavio);
        screen.Desk.Server.Tenants.AddRange([A.Padaria, Other]);
        return (screen, new FakeOffice(screen.Desk.Server));
    }

    public static PlanTerms Terms(string name, decimal credits, decimal fee, decimal extra, string currency = "BRL") =>
        new(name, currency, credits, fee, extra, [.. Enum.GetValues<ChargeType>().Select(type => new TariffItem(type, type is ChargeType.TemplateMarketing ? 8 : 1))]);

    public static ContractView ContractOf(ContractStatus status, string? cancelledFrom = null, decimal? cap = null, int version = 3) => new(
        A.Number.Id, A.Padaria.Id, A.Number.Display, status, "America/Sao_Paulo", new DateOnly(2026, 3, 16), cancelledFrom, cap, version,
        [new("2027-01", Basic.Id, Terms("Básico", 1000, 249, 0.06m)), new("2026-08", Basic.Id, Basic.Terms), new("2026-03", Old.Id, Old.Terms)]);

    public static NumberConsumption Used(string display, TenantItem tenant, decimal used, decimal total, string currency = "BRL", bool isFinal = false) => new()
    {
        NumberId = ChannelId.New(A.Now),
        Display = display,
        Tenant = tenant,
        Status = ContractStatus.Active,
        Plan = Terms("Básico", 1000, 100, 0.5m, currency),
        Consumption = new(12, 1234, 3, [], used, Math.Max(0, used - 1000), total - 100, total, isFinal),
    };

    public static PlanRequestItem Request(PlanRequestKind kind, PlanRequestStatus status = PlanRequestStatus.Open, TenantItem? tenant = null) => new()
    {
        Id = PlanRequestId.New(A.Now),
        Kind = kind,
        Status = status,
        Number = kind is PlanRequestKind.NewContract ? null : A.Number,
        WishedNumber = kind is PlanRequestKind.NewContract ? "+55 11 4000-0600" : null,
        PlanId = kind is PlanRequestKind.Cancellation ? null : Basic.Id,
        PlanName = kind is PlanRequestKind.Cancellation ? null : Basic.Terms.Name,
        RequestedBy = A.Clara.Name,
        RequestedAt = A.Now.AddHours(-3),
        Tenant = tenant ?? A.Padaria,
        Messages = 1,
        Version = 5,
    };

    private HttpResponseMessage? Answer(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/')[2..];
        if (path is not ["back-office", var first, ..] || first is "tenants" or "stopped-numbers") return null;
        using var reader = request.Content is null ? TextReader.Null : new StreamReader(request.Content.ReadAsStream());
        var body = reader.ReadToEnd();
        Asked.Add((request.Method.Method, request.RequestUri.PathAndQuery, body));
        if (request.Method != HttpMethod.Get && Refusal is { } refusal)
        {
            Refusal = null;
            return FakeBalcao.Refusal(refusal.Status, refusal.Code, refusal.Title, refusal.Field);
        }
        return (request.Method.Method, path[1..]) switch
        {
            ("GET", ["plans"]) => Page(Plans, Json.PagePlanItem),
            ("POST", ["plans"]) or ("PUT", ["plans", _]) => Ok(Basic, Json.PlanItem),
            ("POST", ["numbers"]) => Ok(new NumberItem(A.Number.Id, A.Number.Display, "1", "2", NumberStatus.Active, null, 0), Json.NumberItem),
            ("GET", ["meta-cost"]) => Page(MetaCosts, Json.PageNumberMetaCost),
            ("GET", ["meta-rates"]) => Page(MetaRates, Json.PageMetaRateItem),
            ("POST", ["meta-rates"]) => Ok(new MetaRateItem(new(Uuid7.New(A.Now)), "BR", "marketing", 0.0625m, "USD", new DateOnly(2026, 10, 1)), Json.MetaRateItem),
            ("POST", ["meta-rates", "import"]) => Ok(Import, Json.MetaRatesImport),
            ("GET", ["consumption"]) => Page(Consumption, Json.PageNumberConsumption),
            ("PUT", ["numbers", _, "contract"]) => Ok(Contract = Changed(JsonSerializer.Deserialize(body, Json.ChangeContractRequest)!), Json.ContractView),
            ("PUT", ["numbers", _, "contract", "cancellation"]) =>
                Ok(Contract = Contract with { CancelledFrom = JsonSerializer.Deserialize(body, Json.CancelContractRequest)!.FromMonth }, Json.ContractView),
            (_, ["numbers", _, "contract", ..]) => Ok(Contract, Json.ContractView),
            ("GET", ["plan-requests"]) => PageOfRequests(int.Parse(System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query)["cursor"] ?? "0", null)),
            ("GET", ["plan-requests", _]) => Ok(new PlanRequestView(Requests[0], Messages), Json.PlanRequestView),
            ("GET", ["unknown-numbers"]) => Page(UnknownNumbers, Json.PageUnknownNumberItem),
            ("GET", ["set-aside"]) => Page(SetAside, Json.PageSetAsideItem),
            ("GET", ["operators"]) => Page<OperatorItem>([new(Otavio.PersonId, Otavio.Name, Otavio.Email, true), new(new(Uuid7.New(A.Now)), "Paula Reis", "paula@balcao.exemplo", true)], Json.PageOperatorItem),
            _ => new(HttpStatusCode.NoContent),
        };
    }

    private HttpResponseMessage PageOfRequests(int from) => Ok(new Page<PlanRequestItem>(
        [.. Requests.Skip(from).Take(RequestsPerPage)], from + RequestsPerPage < Requests.Count ? (from + RequestsPerPage).ToString(null, null) : null, 0), Json.PagePlanRequestItem);

    private ContractView Changed(ChangeContractRequest request) => Contract with
    {
        Status = request.IsSuspended ? ContractStatus.Suspended : ContractStatus.Active, Cap = request.Cap, Version = request.Version + 1,
    };

    private static HttpResponseMessage Page<T>(IReadOnlyList<T> items, JsonTypeInfo<Page<T>> type) => Ok(new Page<T>(items, null, 0), type);

    private static HttpResponseMessage Ok<T>(T body, JsonTypeInfo<T> type) =>
        new(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(body, type), null, "application/json") };
}
