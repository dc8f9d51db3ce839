using Balcao.Conversations;

namespace Balcao.Tickets;

public static class TicketsModule
{
    public static IServiceCollection AddTickets(this IServiceCollection services) => services
        .AddScoped<ISearchedTickets, SearchedTickets>();

    public static IEndpointRouteBuilder MapTickets(this IEndpointRouteBuilder routes)
    {
        GetTicket.Map(routes);
        ListTicketActions.Map(routes);
        GetTranscript.Map(routes);
        return routes;
    }
}
