using Balcao.Platform;

namespace Balcao.Plans;

public static class PlansModule
{
    public static IServiceCollection AddPlans(this IServiceCollection services) =>
        services.AddPeriodic<FreezeMonths>(every: TimeSpan.FromMinutes(5), lease: "freeze-months");

    public static IEndpointRouteBuilder MapPlans(this IEndpointRouteBuilder routes)
    {
        ListPlans.Map(routes);
        CreatePlan.Map(routes);
        SavePlan.Map(routes);
        GetContract.Map(routes);
        ChangeContract.Map(routes);
        SetPlanFromMonth.Map(routes);
        CancelContract.Map(routes);
        ListMetaRates.Map(routes);
        SaveMetaRate.Map(routes);
        DeleteMetaRate.Map(routes);
        ImportMetaRates.Map(routes);
        return routes;
    }
}
