namespace Balcao.ServiceHours;

public static class ServiceHoursModule
{
    public static IEndpointRouteBuilder MapServiceHours(this IEndpointRouteBuilder routes)
    {
        GetServiceHours.Map(routes);
        SaveServiceHours.Map(routes);
        ListHolidays.Map(routes);
        return routes;
    }
}
