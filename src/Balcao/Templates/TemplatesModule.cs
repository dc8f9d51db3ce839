namespace Balcao.Templates;

public static class TemplatesModule
{
    public static IEndpointRouteBuilder MapTemplates(this IEndpointRouteBuilder api)
    {
        ListTemplates.Map(api);
        SyncTemplates.Map(api);
        return api;
    }
}
