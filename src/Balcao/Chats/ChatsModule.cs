using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Platform;
using Balcao.Tickets;

namespace Balcao.Chats;

public static class ChatsModule
{
    public static IServiceCollection AddChats(this IServiceCollection services) => services
        .AddScoped<IServedChats, ReturnToWaiting>()
        .AddScoped<IGroupHistory, GroupHistory>()
        .AddScoped<ITicketChats, TicketChats>()
        .AddScoped<MacroActions>()
        .AddSingleton<Reception>()
        .AddSingleton<Absences>()
        .AddHostedService<ReceptionWorker>()
        .AddPeriodic<CloseResolvedTickets>(every: TimeSpan.FromMinutes(10), lease: "close-resolved-tickets");

    public static IEndpointRouteBuilder MapChats(this IEndpointRouteBuilder routes)
    {
        ListChats.Map(routes);
        GetChat.Map(routes);
        GetConversation.Map(routes);
        TakeChat.Map(routes);
        AddNote.Map(routes);
        CloseChat.Map(routes);
        TransferChat.Map(routes);
        InviteAgent.Map(routes);
        AcceptInvitation.Map(routes);
        LeaveChat.Map(routes);
        TakeOverChat.Map(routes);
        ListInvitations.Map(routes);
        SendMessage.Map(routes);
        ListChatMacros.Map(routes);
        ApplyMacro.Map(routes);
        React.Map(routes);
        MarkRead.Map(routes);
        ShowTyping.Map(routes);
        Resend.Map(routes);
        CancelMessage.Map(routes);
        AnswerTicket.Map(routes);
        StartChat.Map(routes);
        return routes;
    }
}
