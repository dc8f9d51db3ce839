using System.Globalization;
using Balcao.Contract;
using Balcao.Plans;
using Balcao.Platform.Storage;

namespace Balcao.Tests.PlanRequests;

/// <summary>The plans and numbers that requests name.</summary>
internal static class PlanRequestCast
{
    private static int _numbers, _plans;

    /// <summary>A plan of the installation.</summary>
    /// <param name="name">Null: one that no other plan has.</param>
    public static async Task<PlanId> PlanAsync(this BalcaoApp app, string? name = null, bool isOffered = true)
    {
        var number = Interlocked.Increment(ref _plans);
        var now = app.Time.GetUtcNow();
        var plan = new Plan
        {
            Id = PlanId.New(now), IsOffered = isOffered, CreatedAt = now,
            Terms = ContractFacts.DefaultTerms with { Name = name ?? string.Create(CultureInfo.InvariantCulture, $"Plano {number}") },
        };
        await app.WriteAsync(TenantScope.Everyone, db =>
        {
            db.Add(plan);
            return Task.CompletedTask;
        });
        return plan.Id;
    }

    public static Task StopOfferingAsync(this BalcaoApp app, PlanId id) => app.WriteAsync(TenantScope.Everyone, async db =>
    {
        var plan = await db.Plans.FindAsync([id], TestContext.Current.CancellationToken);
        plan!.IsOffered = false;
    });

    /// <summary>A number of Loja Exemplo that no other test uses, with its contract.</summary>
    public static async Task<NumberItem> NumberAsync(this BalcaoApp app, PlanRequestId? request = null)
    {
        var number = Interlocked.Increment(ref _numbers);
        using var otavio = app.As(Otavio);
        return await otavio.Api.ReleaseNumberAsync(new()
        {
            TenantId = LojaExemplo, WabaId = "700800900", AccessToken = "EAA", PlanRequestId = request,
            Phone = string.Create(CultureInfo.InvariantCulture, $"+5511400{10_000 + number}"),
            PhoneNumberId = string.Create(CultureInfo.InvariantCulture, $"{770_000_000 + number}"),
        }, TestContext.Current.CancellationToken);
    }

    /// <summary>What approvals have written into the number's contract: the plan, or null for a cancellation, and the month.</summary>
    public static async Task<IReadOnlyList<(PlanId? Plan, string Month)>> ChangesOfAsync(this BalcaoApp app, ChannelId number)
    {
        using var otavio = app.As(Otavio);
        var contract = await otavio.Api.GetContractAsync(number, TestContext.Current.CancellationToken);
        var plans = contract.Plans.Where(plan => plan.PlanId is not null).Select(plan => (plan.PlanId, plan.FromMonth));
        return [.. contract.CancelledFrom is { } end ? plans.Append((null, end)) : plans];
    }

    /// <summary>The code of the refusal; null if the call succeeds.</summary>
    public static async Task<string?> CodeOfAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Problem.Code;
        }
    }
}
