namespace Balcao.Tests.Architecture;

/// <summary>
/// Which folder of the server may use which. A module is a folder, and therefore a namespace under
/// <paramref name="Root"/>. It may use every module of a lower layer, and in its own layer only those in <paramref name="Beside"/>.
/// </summary>
/// <param name="Floors">The layers, the top one first.</param>
/// <param name="Walls">Assemblies (by the start of their name) that only one module may use.</param>
sealed record ModuleMap(string Root, string[][] Floors, Arrow[] Beside, Wall[] Walls)
{
    public static ModuleMap Balcao { get; } = new("Balcao",
        Floors:
        [
            ["Channels.WhatsApp", "Operators", "Realtime"],
            ["Chats", "Panel"],
            ["Tickets", "Templates", "Macros", "PlanRequests"],
            ["Conversations"],
            ["Plans", "ChatGroups", "ServiceHours", "Contacts", "OptIns"],
            ["Numbers"],
            ["Agents"],
            ["Tenancy", "Variables"],
            ["Platform"],
        ],
        Beside:
        [
            // The members of a group see the contacts that it has served.
            new("Contacts", "ChatGroups"),
            // What decides about a channel's messages contains its hours and its contract.
            new("ChatGroups", "ServiceHours"),
            new("ChatGroups", "Plans"),
            // A consent belongs to a contact and is deleted with it.
            new("OptIns", "Contacts"),
            // A macro names a category of tickets.
            new("Macros", "Tickets"),
        ],
        Walls:
        [
            new("Balcao.WhatsApp", OnlyFor: "Channels.WhatsApp"),
            new("Npgsql", OnlyFor: "Platform"),
            new("Microsoft.Data.Sqlite", OnlyFor: "Platform"),
            new("Microsoft.EntityFrameworkCore.Sqlite", OnlyFor: "Platform"),
            new("SQLitePCLRaw", OnlyFor: "Platform"),
        ]);

    /// <summary>
    /// Stands for the types outside all folders, such as Program, which register the modules and may use all of them.
    /// </summary>
    public const string Contents = "";

    /// <summary>The module a namespace belongs to; null if a folder is missing from the map.</summary>
    public string? ModuleOf(string @namespace)
    {
        if (@namespace.Length == 0 || @namespace == Root) return Contents;
        return Floors.SelectMany(floor => floor).FirstOrDefault(module =>
            @namespace == $"{Root}.{module}" || @namespace.StartsWith($"{Root}.{module}.", StringComparison.Ordinal));
    }

    public bool Covers(string @namespace) =>
        @namespace.Length == 0 || @namespace == Root || @namespace.StartsWith(Root + ".", StringComparison.Ordinal);

    public bool Allows(string from, string to) =>
        from == to || from == Contents || (to != Contents && FloorOf(from) < FloorOf(to)) || Beside.Contains(new(from, to));

    int FloorOf(string module) => Array.FindIndex(Floors, floor => floor.Contains(module));
}

sealed record Arrow(string From, string To);

sealed record Wall(string Assembly, string OnlyFor);
