namespace Balcao.Panel;

public static class PanelModule
{
    public static IEndpointRouteBuilder MapPanel(this IEndpointRouteBuilder routes)
    {
        GetNumberPanel.Map(routes);
        ListConsumptionDays.Map(routes);
        ListConsumption.Map(routes);
        ExportStatement.Map(routes);
        OptInPicture.Map(routes);
        GetMetaCost.Map(routes);
        ListMetaDifferences.Map(routes);
        ListMetaCostOfAll.Map(routes);
        return routes;
    }
}
