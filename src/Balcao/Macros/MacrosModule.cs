namespace Balcao.Macros;

public static class MacrosModule
{
    public static IEndpointRouteBuilder MapMacros(this IEndpointRouteBuilder api)
    {
        ListMacros.Map(api);
        CreateMacro.Map(api);
        SaveMacro.Map(api);
        DeleteMacro.Map(api);
        return api;
    }
}
