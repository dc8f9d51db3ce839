using Balcao.Client.Shell;
using Balcao.Client.Texts;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace Balcao.Client.Settings;

/// <summary>A page of the settings. A new page is a line in <see cref="All"/>; pages under <c>/settings</c> are shown beside the list.</summary>
/// <param name="Section">The key of the text of its group of pages.</param>
/// <param name="Title">The key of its name.</param>
/// <param name="Words">The key of further words under which people look for it.</param>
/// <param name="Permission">Whoever does not have it does not see the entry.</param>
public sealed record SettingsEntry(string Section, string Title, string Words, string Href, string Icon, string Permission)
{
    public static IReadOnlyList<SettingsEntry> All { get; } =
    [
        new("Settings.Chat", "Settings.Groups", "Settings.GroupsWords", "/settings/chat/groups", Icons.Material.Outlined.Groups, Contract.Permission.Read),
        new("Settings.Chat", "Settings.WhatsApp", "Settings.WhatsAppWords", NumbersHref, Icons.Material.Outlined.PhoneAndroid, Contract.Permission.Read),
        new("Settings.Tickets", "TicketCategories.Title", "Settings.CategoriesWords", "/settings/tickets/categories", Icons.Material.Outlined.AccountTree, Contract.Permission.Administer),
        new("Settings.Tickets", "TicketFields.Title", "Settings.FieldsWords", "/settings/tickets/fields", Icons.Material.Outlined.ListAlt, Contract.Permission.Administer),
        new("Settings.Tickets", "TicketTargets.Title", "Settings.TargetsWords", "/settings/tickets/targets", Icons.Material.Outlined.Schedule, Contract.Permission.Administer),
        new("Settings.Team", "Settings.People", "Settings.PeopleWords", "/settings/people", Icons.Material.Outlined.ManageAccounts, Contract.Permission.Administer),
        new("Settings.Texts", "Nav.Templates", "Settings.TemplatesWords", "/settings/templates", Icons.Material.Outlined.Article, Contract.Permission.Read),
        new("Settings.Texts", "Settings.Macros", "Settings.MacrosWords", "/settings/macros", Icons.Material.Outlined.Bolt, Contract.Permission.Read),
        new("Settings.Integrations", "Settings.Tokens", "Settings.TokensWords", "/settings/tokens", Icons.Material.Outlined.Key, Contract.Permission.Administer),
        new("Settings.Tenant", "Settings.Audit", "Settings.AuditWords", "/settings/audit", Icons.Material.Outlined.History, Contract.Permission.Administer),
        new("Settings.Tenant", "Me.Title", "Settings.MeWords", "/settings/me", Icons.Material.Outlined.Tune, Contract.Permission.Read),
    ];

    public const string NumbersHref = "/settings/chat/whatsapp";

    /// <summary>Whether the page is called so, or deals with it; upper case and accents do not matter.</summary>
    public bool Matches(string query, IStringLocalizer<Text> text)
    {
        var wanted = query.Trim();
        return wanted.Length == 0 || new[] { Title, Section, Words }.Any(key => TypedText.Contains(text[key], wanted));
    }

    public bool IsAt(string path) => path == Href || path.StartsWith(Href + "/", StringComparison.Ordinal);
}
