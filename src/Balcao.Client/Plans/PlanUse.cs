namespace Balcao.Client.Plans;

/// <summary>Near: from 80 % of the contracted credits on. Over: from 100 %. Blocked: the cap is reached, and nothing is sent.</summary>
public enum PlanUseLevel { Usual, Near, Over, Blocked }

/// <summary>How much of a plan a month has used, and whether people must be told.</summary>
public static class PlanUse
{
    private const decimal NearFrom = 0.8m;

    /// <summary>Null: the plan contains no credits, so there is no share of them.</summary>
    public static decimal? ShareOf(Consumption consumption, PlanTerms plan) => plan.CreditsPerMonth > 0 ? consumption.Used / plan.CreditsPerMonth : null;

    public static PlanUseLevel LevelOf(Consumption consumption, PlanTerms plan) => ShareOf(consumption, plan) switch
    {
        _ when consumption.Used >= consumption.Cap => PlanUseLevel.Blocked,
        >= 1 => PlanUseLevel.Over,
        >= NearFrom => PlanUseLevel.Near,
        _ => PlanUseLevel.Usual,
    };
}
