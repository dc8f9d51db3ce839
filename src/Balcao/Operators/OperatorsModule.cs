namespace Balcao.Operators;

public static class OperatorsModule
{
    public static IServiceCollection AddOperators(this IServiceCollection services) => services
        .AddSingleton<FirstRunCode>()
        .AddHostedService<FirstRunNotice>();

    public static IEndpointRouteBuilder MapOperators(this IEndpointRouteBuilder routes)
    {
        GetInstallation.Map(routes);
        CompleteFirstRun.Map(routes);
        ListOperators.Map(routes);
        ListSignInsOfOperator.Map(routes);
        EndSignInsOfOperator.Map(routes);
        ListTenants.Map(routes);
        CreateTenant.Map(routes);
        ListTenantNumbers.Map(routes);
        ListStoppedNumbers.Map(routes);
        ReleaseNumber.Map(routes);
        ReplaceAccessToken.Map(routes);
        return routes;
    }
}
