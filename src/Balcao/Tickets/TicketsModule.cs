using Balcao.Conversations;

namespace Balcao.Tickets;

public static class TicketsModule
{
    public static IServiceCollection AddTickets(this IServiceCollection services) => services
        .AddScoped<ISearchedTickets, SearchedTickets>().AddSingleton<IFileUse, TicketFileUse>();

    public static IEndpointRouteBuilder MapTickets(this IEndpointRouteBuilder routes)
    {
        ListTickets.Map(routes);
        ExportTickets.Map(routes);
        ChangeTickets.Map(routes);
        GetTicket.Map(routes);
        ListTicketActions.Map(routes);
        ListTicketMessages.Map(routes);
        GetTranscript.Map(routes);
        ChangeTicketStatus.Map(routes);
        AssignTicket.Map(routes);
        MoveTicket.Map(routes);
        EditTicket.Map(routes);
        MergeTickets.Map(routes);
        LinkTicket.Map(routes);
        AddTicketNote.Map(routes);
        ServeTicketFile.Map(routes);
        ListTicketCategories.Map(routes);
        CreateTicketCategory.Map(routes);
        SaveTicketCategory.Map(routes);
        CategorizeTicket.Map(routes);
        ListTicketFields.Map(routes);
        CreateTicketField.Map(routes);
        ChangeTicketField.Map(routes);
        SetTicketField.Map(routes);
        ListTicketTargets.Map(routes);
        SaveTicketTargets.Map(routes);
        ListSavedViews.Map(routes);
        CreateSavedView.Map(routes);
        ChangeSavedView.Map(routes);
        ChooseDefaultView.Map(routes);
        return routes;
    }
}
