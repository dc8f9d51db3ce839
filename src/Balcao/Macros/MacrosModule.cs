using Balcao.ChatGroups;
using Balcao.Conversations;

namespace Balcao.Macros;

public static class MacrosModule
{
    public static IServiceCollection AddMacros(this IServiceCollection services) => services
        .AddScoped<IGroupMacros, MacrosOfGroup>()
        .AddSingleton<IFileUse, MacroFileUse>();

    public static IEndpointRouteBuilder MapMacros(this IEndpointRouteBuilder api)
    {
        ListMacros.Map(api);
        CreateMacro.Map(api);
        SaveMacro.Map(api);
        DeleteMacro.Map(api);
        ServeMacroFile.Map(api);
        return api;
    }
}
