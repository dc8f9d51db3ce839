using System.Net;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Macros;
using Balcao.Platform;
using Balcao.ServiceHours;
using Balcao.Tickets;

namespace Balcao.Demo.World;

/// <summary>The audit trail of the last week, as it would have been written: who signed in, and who changed which setting.</summary>
internal sealed class AuditWeek
{
    private static readonly string? Office = ShortAddress.Of(IPAddress.Parse("203.0.113.17")), AtHome = ShortAddress.Of(IPAddress.Parse("198.51.100.80"));

    private readonly List<SecurityEvent> _events = [];
    private readonly DateTimeOffset _today;

    private AuditWeek(DateTimeOffset now)
    {
        _today = new DateTimeOffset(now.ToOffset(Shop.Offset).Date, Shop.Offset);
        for (var days = 7; days >= 1; days--) SignIns(days);
        Settings(now);
    }

    public static IReadOnlyList<SecurityEvent> Of(DateTimeOffset now) => [.. new AuditWeek(now)._events.OrderBy(e => e.At)];

    private void SignIns(int daysAgo)
    {
        if (_today.AddDays(-daysAgo).DayOfWeek is DayOfWeek.Sunday) return;
        foreach (var (place, who) in ((Employee[])[Shop.Ana, Shop.Bruno, Shop.Diego, Shop.Clara, Shop.Renata, Shop.Igor]).Index())
            if ((daysAgo + place) % 3 != 0) Add(Clock(daysAgo, 7, 50 + (place * 7 + daysAgo * 5) % 9), SecurityEventKind.SignedIn, who, who, place == 1 ? AtHome : Office);
    }

    private void Settings(DateTimeOffset now)
    {
        var (clara, finance, service) = (Shop.Clara, TeamTexts.GroupOf(Shop.Financeiro), TeamTexts.GroupOf(Shop.Atendimento));
        var (billing, hours) = (Shop.Billing, AuditedHours.Of(WorkHours.Of(now)));
        Add(Clock(7, 9, 2), SecurityEventKind.SignedIn, Shop.Otavio, Shop.Otavio, AtHome);
        Change(Clock(7, 9, 20), Shop.Otavio, SecurityEventKind.NumberReleased, "number", billing.Id.Value, billing.Display, null, null);
        Change(Clock(7, 10, 5), clara, SecurityEventKind.SettingChanged, "number", billing.Id.Value, billing.Display, new AuditedLink(null), new AuditedLink(finance.Name));
        Change(Clock(7, 10, 21), clara, SecurityEventKind.SettingChanged, "hours", billing.Id.Value, billing.Display, hours with { Weekly = "", Holidays = "", Dates = "", IsAlwaysOpen = true }, hours with { Dates = "" });

        Change(Clock(6, 14, 12), clara, SecurityEventKind.SettingCreated, "category", Cases.Cobranca.Id.Value, Cases.Cobranca.Name, null,
            new AuditedCategory(Cases.Cobranca.Name, $"{Cases.Financeiro.Name} › {Cases.Cobranca.Name}", true));
        Change(Clock(6, 14, 40), clara, SecurityEventKind.SettingChanged, "chatGroup", finance.Id.Value, finance.Name,
            AuditedGroup.Of(finance) with { DistributesAutomatically = false, MostChatsPerAgent = null }, AuditedGroup.Of(finance));

        Add(Clock(5, 8, 31), SecurityEventKind.SignInFailed, null, Shop.Bruno, AtHome);
        Add(Clock(5, 8, 32), SecurityEventKind.SignInFailed, null, Shop.Bruno, AtHome);
        Add(Clock(5, 8, 40), SecurityEventKind.PasswordLinkMade, clara, Shop.Bruno, Office);
        Add(Clock(5, 8, 44), SecurityEventKind.PasswordLinkUsed, null, Shop.Bruno, AtHome);
        Add(Clock(5, 8, 45), SecurityEventKind.SignedIn, Shop.Bruno, Shop.Bruno, AtHome);

        Change(Clock(4, 11, 15), clara, SecurityEventKind.SettingChanged, "chatGroup", service.Id.Value, service.Name,
            AuditedGroup.Of(service) with { QueueText = "Aguarde, você já vai ser atendido." }, AuditedGroup.Of(service));
        Change(Clock(4, 16, 3), Shop.Renata, SecurityEventKind.GroupMembersChanged, "chatGroup", Shop.Suporte.Id.Value, Shop.Suporte.Name,
            new AuditedMembers([], [Shop.Renata.Name]), new AuditedMembers([Shop.Igor.Name], [Shop.Renata.Name]));

        Change(Clock(3, 10, 30), clara, SecurityEventKind.SettingCreated, "macro", Shop.Id(81), "Passar para o financeiro", null,
            new AuditedMacro("Passar para o financeiro", service.Name, "Vou passar você para o nosso setor financeiro.", [$"SetCategory|{Cases.Financeiro.Name}", $"TransferToGroup|{finance.Name}"], []));
        Change(Clock(2, 15, 18), clara, SecurityEventKind.SettingChanged, "macro", Shop.Id(82), "Manual de montagem",
            new AuditedMacro("Manual de montagem", service.Name, "Aqui está o manual!", ["AddTag|manual"], []),
            new AuditedMacro("Manual de montagem", service.Name, "Aqui está o manual!", ["AddTag|manual", $"SetCategory|{Cases.Montagem.Name}"], [MediaFile.Manual.FileName]));
        Change(Clock(1, 17, 42), clara, SecurityEventKind.SettingChanged, "hours", billing.Id.Value, billing.Display, hours with { Dates = "" }, hours);
    }

    private DateTimeOffset Clock(int daysAgo, int hour, int minute) => _today.AddDays(-daysAgo) + new TimeSpan(hour, minute, 11);

    private void Add(DateTimeOffset at, SecurityEventKind kind, Employee? actor, Employee subject, string? address) => _events.Add(new SecurityEvent
    {
        Id = SecurityEventId.New(at), At = at.ToUniversalTime(), Kind = kind, TenantId = subject.Company?.Id, ActorId = kind is SecurityEventKind.SignedIn ? null : actor?.Id.Value,
        SubjectId = subject.Id.Value, Address = address,
    });

    private void Change(DateTimeOffset at, Employee actor, SecurityEventKind kind, string subject, Guid id, string name, object? before, object? after) => _events.Add(new SecurityEvent
    {
        Id = SecurityEventId.New(at), At = at.ToUniversalTime(), Kind = kind, TenantId = (actor.Company ?? Shop.Loja).Id, ActorId = actor.Id.Value, SubjectId = id, Address = Office,
        SubjectKind = subject, SubjectName = name, Changes = AuditChanges.ToText(AuditChanges.Between(before, after)),
    });
}
