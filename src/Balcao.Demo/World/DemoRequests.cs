using Balcao.Contract;
using Balcao.PlanRequests;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;

namespace Balcao.Demo.World;

/// <summary>What Clara has asked of the operators: one request waits, one was refused, and one led to the main number's plan.</summary>
internal sealed class DemoRequests : IRowSink
{
    private readonly List<object> _rows = [];

    public void Add(object row) => _rows.Add(row);

    public static IReadOnlyList<object> Rows(DateTimeOffset now)
    {
        var told = new DemoRequests();
        told.Tell(now);
        return told._rows;
    }

    private void Tell(DateTimeOffset now)
    {
        var larger = DemoPlans.ChangeOfMain(now);
        var asked = New(1, PlanRequestKind.PlanChange, larger.From.FirstDay.ToDateTime(new TimeOnly(14, 20)).AddDays(-12), Shop.Main, larger.Plan);
        Write(asked, Shop.Clara, "Passamos de 1.500 créditos no dia 20. Qual plano vocês indicam?", asked.RequestedAt);
        Write(asked, Shop.Otavio, "O Profissional, pelo uso dos últimos meses. Ele vale a partir do dia 1º.", asked.RequestedAt.AddHours(3));
        Must(asked.Approve(larger.From, larger.From.Previous, asked.RequestedAt.AddHours(4)));

        var refused = New(2, PlanRequestKind.NewContract, now.DateTime.AddDays(-9), null, larger.Plan, "+55 11 4000-0599");
        Write(refused, Shop.Clara, "Queremos um número só para trocas e devoluções.", refused.RequestedAt);
        Must(refused.Refuse("A Meta não liberou este número: ele já está em outro aplicativo. Escolha um número que não use WhatsApp.", refused.RequestedAt.AddDays(1)));

        var waiting = New(3, PlanRequestKind.PlanChange, now.DateTime.AddHours(-5), Shop.Billing, larger.Plan);
        Write(waiting, Shop.Clara, "O financeiro vai cobrar por aqui a partir do mês que vem. O Essencial não vai bastar.", waiting.RequestedAt);
    }

    private PlanRequest New(int number, PlanRequestKind kind, DateTime at, CompanyNumber? about, Plan plan, string? wished = null)
    {
        var request = new PlanRequest
        {
            TenantId = Shop.Loja.Id, Id = PlanRequestId.Of(Shop.Id(70 + number)), Kind = kind, NumberId = about?.Id, PlanId = plan.Id, PlanName = plan.Terms.Name,
            WishedNumber = wished, RequestedBy = Shop.Clara.Id, RequestedAt = new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), TimeSpan.Zero),
        };
        Add(request);
        return request;
    }

    private void Write(PlanRequest request, Employee author, string text, DateTimeOffset at) =>
        Must(request.Write(this, RequestMessage.By(author.Name, author.Company is null, request, text, at)));

    private static void Must(Refusal? refusal)
    {
        if (refusal is not null) throw new InvalidOperationException(refusal.Code);
    }
}
