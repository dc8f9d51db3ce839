using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Agents;

/// <summary>Lets people in and changes passwords, each in a unit of work of its own, because hashing must not run inside one.</summary>
internal static class PasswordStore
{
    extension(BalcaoDb db)
    {
        /// <summary>
        /// Whether the person, whose password was right, may sign in: not if they are disabled or were changed while it was checked.
        /// </summary>
        public async Task<bool> MayEnterAsync(UnitOfWork work, Person person)
        {
            // The try is counted even if the client has cancelled the request.
            var ct = CancellationToken.None;
            await work.BeginReadAsync(TenantScope.OfPerson(person.TenantId), ct);
            var mayEnter = await db.Persons.AnyAsync(p => p.Id == person.Id && p.IsEnabled && p.SecurityStamp == person.SecurityStamp, ct);
            await work.CommitAsync(ct);
            return mayEnter;
        }

        /// <summary>Changes the password, which ends every sign-in and password link of the person.</summary>
        /// <param name="stamp">The person's security stamp when the change was allowed.</param>
        /// <returns>Null if the person was changed in the meantime, is disabled or gone.</returns>
        public async Task<Person?> TryChangePasswordAsync(UnitOfWork work, Feed feed, Guid id, string stamp, string hash, CancellationToken ct)
        {
            // A person's tenant never changes, so it may be read in an earlier transaction.
            await work.BeginReadAsync(TenantScope.Nobody, ct);
            var tenant = await db.PersonWithId(id).Select(p => p.TenantId).SingleOrDefaultAsync(ct);
            await work.CommitAsync(ct);

            await work.BeginWriteAsync(TenantScope.OfPerson(tenant), ct);
            if (await db.Persons.SingleOrDefaultAsync(p => p.Id == id && p.SecurityStamp == stamp && p.IsEnabled, ct) is not { } person)
            {
                await work.RollbackAsync();
                return null;
            }
            person.ChangePassword(hash);
            person.EmailConfirmed = true;
            if (tenant is { } home) feed.AccessChanged(home, new(id));
            await work.CommitAsync(ct);
            return person;
        }
    }
}
