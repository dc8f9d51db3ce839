using Balcao.Contract;

namespace Balcao.Crash;

/// <summary>A number of one of the two tenants.</summary>
/// <param name="IsClosed">It is always outside its service hours.</param>
internal sealed record OurNumber(int Tenant, string PhoneNumberId, string WabaId, string Display, bool IsClosed = false);

/// <summary>One customer. Writes to one number only, so that all messages are in one conversation.</summary>
/// <param name="Phones">The spellings WhatsApp uses for the customer's phone; empty if only the user id is known.</param>
internal sealed record Customer(int Index, string Name, OurNumber Number, string[] Phones, string? UserId);

internal static class Cast
{
    public static readonly OurNumber[] Numbers =
    [
        new(0, "500600700800901", "900800700600501", "+55 11 4000-0901"), new(0, "500600700800902", "900800700600501", "+55 11 4000-0902"),
        new(0, "500600700800903", "900800700600501", "+55 21 4000-0903"), new(1, "500600700800904", "900800700600502", "+55 31 4000-0904"),
        new(1, "500600700800905", "900800700600502", "+55 31 4000-0905"),
        new(0, "500600700800906", "900800700600501", "+55 11 4000-0906", IsClosed: true), new(1, "500600700800907", "900800700600502", "+55 31 4000-0907", IsClosed: true),
    ];

    private static readonly OurNumber[] Open = [.. Numbers.Where(number => !number.IsClosed)];

    public static Customer Writer(int i) => New(i, $"Cliente {i}", 7, Numbers);

    /// <summary>Known by phone only, because the simulator assigns user ids itself.</summary>
    public static Customer Answered(int i) => New(i, $"Atendido {i}", 8, Open) with { Phones = [$"55119780{i:00000}"], UserId = null };

    private static Customer New(int i, string name, int series, OurNumber[] numbers)
    {
        var number = numbers[i % numbers.Length];
        return (i / numbers.Length % 4) switch
        {
            0 => new(i, name, number, [$"5511978{series}{i:00000}"], null),
            // One subscriber in two spellings: as dialled, and as WhatsApp writes it for area codes above 30.
            1 => new(i, name, number, [$"5531978{series}{i:00000}", $"553178{series}{i:00000}"], null),
            2 => new(i, name, number, [], $"BR.{series}417730099{i:00000}"),
            _ => new(i, name, number, [$"5521978{series}{i:00000}"], $"BR.{series}517730099{i:00000}"),
        };
    }
}

/// <summary>A tenant, with an HTTP client that uses an API token of its administrator.</summary>
internal sealed record TenantDoor(TenantId Id, HttpClient Http)
{
    public BalcaoApi Api => new(Http);
}
