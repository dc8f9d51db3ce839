using Balcao.Contract;
using Balcao.Platform;

namespace Balcao.Tickets;

public static class TicketRefusals
{
    /// <summary>Closed and cancelled tickets stay as they are.</summary>
    public static Refusal Final => new("ticket.final", StatusCodes.Status409Conflict);

    /// <summary>The ticket is a part of another one, which has its actions: what is added belongs there.</summary>
    public static Refusal Merged => new("ticket.merged", StatusCodes.Status409Conflict);

    /// <summary>Only tickets of one contact are merged: the other's readers would see what the contact never said to them.</summary>
    public static Refusal OfAnotherContact => new("ticket.ofAnotherContact", StatusCodes.Status409Conflict, "otherId");

    public static Refusal TooManyLinks => new("ticket.tooManyLinks", StatusCodes.Status409Conflict, "protocol");

    /// <summary>A chat is waiting or in service: the ticket ends with it.</summary>
    public static Refusal HasOpenChat => new("ticket.hasOpenChat", StatusCodes.Status409Conflict);

    /// <summary>No two categories side by side, and no two fields, have the same name.</summary>
    public static Refusal NameTaken => new("ticket.nameTaken", StatusCodes.Status409Conflict, "name");

    /// <summary>As many categories or fields as there may be. Disabled ones count: they are read with every ticket, and none is ever deleted.</summary>
    public static Refusal TooMany(int most) => new("ticket.tooMany", StatusCodes.Status409Conflict, null, most);

    /// <summary>Of one request that changes tickets.</summary>
    public static Refusal TooManyAtOnce => new("ticket.tooManyAtOnce", StatusCodes.Status400BadRequest, "ticketIds", ChangeTicketsRequest.Most);

    /// <summary>As many views of the list as one agent, or all together, may have.</summary>
    public static Refusal TooManyViews(int most) => new("savedView.tooMany", StatusCodes.Status409Conflict, null, most);

    /// <summary>No two own views, and no two shared ones, have the same name.</summary>
    public static Refusal ViewNameTaken => new("savedView.nameTaken", StatusCodes.Status409Conflict, "name");

    /// <summary>Shared views are made and changed by administrators.</summary>
    public static Refusal ViewIsShared => new("savedView.onlyAdministrators", StatusCodes.Status403Forbidden);

    /// <summary>A chat opens in the ticket's group, whose chats the agent does not see.</summary>
    public static Refusal OfAnotherGroup => new("ticket.ofAnotherGroup", StatusCodes.Status409Conflict);
}
