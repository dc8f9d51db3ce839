namespace Balcao.Numbers;

public static class NumbersModule
{
    public static IServiceCollection AddNumbers(this IServiceCollection services) => services.AddSingleton<AccessTokens>();

    public static IEndpointRouteBuilder MapNumbers(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
